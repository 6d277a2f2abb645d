package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.ToolSchema;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One conversation with an open memory, from its first turn to the verified chain. */
final class DemoRun {
  private static final Duration DELIVERY = Duration.ofMinutes(2);

  /** Each waits for the provider's recall deadline at most. */
  private static final int RECALL_TRIES = 40;

  private static final int RECALL_LINES = 5;
  private static final int LINE_WIDTH = 100;

  private final Console console;
  private final SeaServer sea;
  private final HostMemory memory;
  private final DeliveryLog deliveries;
  private final Transcript transcript;
  private final String runId = "demo-" + UUID.randomUUID();

  DemoRun(
      Console console,
      SeaServer sea,
      HostMemory memory,
      DeliveryLog deliveries,
      Transcript transcript) {
    this.console = console;
    this.sea = sea;
    this.memory = memory;
    this.deliveries = deliveries;
    this.transcript = transcript;
  }

  /** Does everything and counts it. */
  DemoReport report(long started) throws Exception {
    Player player;
    try (ManagedSession session =
        memory
            .manager()
            .openSession(
                SessionContext.primary(
                    Player.sessionId(runId, 1), "example-host", sea.workspaceId()))) {
      player = play(session);
      remember(session);
      supersede(session);
      end(session, player);
      show(session);
    }
    WorkspaceVerdict verdict = verify();
    confirmDelivered();
    return new DemoReport(
        memory.providerName(),
        transcript.sessions().size(),
        player.utterances(),
        player.turns(),
        deliveries.deliveredEventIds().size(),
        verdict.rows(),
        verdict.intact(),
        verdict.head(),
        Math.round((System.nanoTime() - started) / 1e8) / 10.0);
  }

  private Player play(ManagedSession session) throws Exception {
    console.chapter("Live through a conversation");
    console.say(
        transcript.utterances().size()
            + " lines in "
            + transcript.sessions().size()
            + " conversation(s) of "
            + transcript.name()
            + "; each turn is announced,");
    console.say("recalled for, and handed to memory. Nothing of this waits for the network.");
    Player player =
        console.step(
            "Playing the turns", progress -> new Player(session, runId, progress).play(transcript));
    deliver(session, "Delivering what the turns left");
    console.say(
        "While playing, memory recalled something for " + player.turnsWithRecall() + " turn(s).");
    recall(session);
    return player;
  }

  /** Asks for the last thing that the user said, now that all of it is delivered. */
  private void recall(ManagedSession session) throws Exception {
    String query = transcript.lastUserText();
    session.queuePrefetch(query);
    String recalled =
        console.step(
            "Recalling for “" + shorten(query) + "”",
            () -> {
              String text = "";
              for (int tries = 0; text.isEmpty() && tries < RECALL_TRIES; tries++) {
                text = session.prefetch(query);
              }
              return text;
            });
    if (recalled.isEmpty()) {
      throw new DemoException("memory recalls nothing for a sentence that it was given: " + query);
    }
    recalled.lines().limit(RECALL_LINES).forEach(line -> console.say("  " + shorten(line)));
  }

  private static String shorten(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= LINE_WIDTH ? line : line.substring(0, LINE_WIDTH - 1) + "…";
  }

  private void remember(ManagedSession session) throws DemoException {
    console.chapter("Remember, delegate, compress");
    MemoryWrite write =
        new MemoryWrite(
            MemoryWrite.Action.ADD, MemoryWrite.USER, "Prefers short answers about deployments.");
    if (!session.writeMemory(write)) {
      throw new DemoException("the host's own memory did not take a note; see the notices above");
    }
    console.say("A note about the user went into USER.md and was mirrored.");
    session.onDelegation(
        new Delegation(
            runId + "-child", "Look up how often the bank accepts a retry.", "Three times a day."));
    console.say("A task was delegated to a child agent and its result recorded.");
  }

  private void supersede(ManagedSession session) throws Exception {
    console.chapter("Write a node, then replace it");
    console.say(
        "Tools offered to the model: "
            + session.toolSchemas().stream()
                .map(ToolSchema::name)
                .collect(Collectors.joining(", ")));
    ToolCaller tools = new ToolCaller(session);
    String first =
        tools.entryOf(
            "iso_node_create",
            Map.of(
                "node_kind", "Decision",
                "title", "Invoice job retries",
                "content_summary", "The invoice job retries five times."));
    console.say("iso_node_create     " + first);
    String second =
        tools.entryOf(
            "iso_node_supersede",
            Map.of(
                "superseded_entry_id", first,
                "new_content_summary", "The invoice job retries three times.",
                "supersession_reason", "The bank blocks the account after three tries."));
    console.say("iso_node_supersede  " + second + " replaces it");
  }

  private void end(ManagedSession session, Player player) throws Exception {
    session.onPreCompress(player.conversation());
    session.onSessionSwitch(
        new SessionSwitch(
            SessionSwitch.Kind.COMPRESSION,
            runId + "-compressed",
            Player.sessionId(runId, transcript.sessions().size())));
    session.onSessionEnd(player.conversation());
    console.say("The conversation was compressed into a new session, and that one ended.");
    deliver(session, "Delivering the rest");
  }

  private void show(ManagedSession session) throws DemoException {
    console.chapter("What the agent's prompt now says about its own past");
    String prompt = session.systemPromptBlock();
    if (!prompt.contains("kora.node.superseded")) {
      throw new DemoException(
          "the prompt does not show the event that was just written; it says:\n" + prompt);
    }
    console.say(prompt);
  }

  private WorkspaceVerdict verify() throws Exception {
    console.chapter("Verify the chain");
    WorkspaceVerdict verdict =
        console
            .step(
                "Recomputing every hash from the stored bytes", () -> sea.verify(sea.workspaceId()))
            .workspaces()
            .stream()
            .findFirst()
            .orElseThrow(() -> new DemoException("there is no chain to verify"));
    ChainBreak broken = verdict.chainBreak();
    if (broken != null) {
      throw new DemoException(
          "the chain is broken at event %d: %s, %s"
              .formatted(broken.seq(), broken.kind().label(), broken.detail()));
    }
    return verdict;
  }

  /** Every event that was reported as delivered must be found in the chain itself. */
  private void confirmDelivered() throws DemoException {
    List<String> delivered = deliveries.deliveredEventIds();
    Set<String> missing = new HashSet<>(delivered);
    sea.events(sea.workspaceId(), Integer.MAX_VALUE).stream()
        .map(ChainEvent::eventId)
        .map(UUID::toString)
        .forEach(missing::remove);
    if (delivered.isEmpty() || !missing.isEmpty()) {
      throw new DemoException(
          delivered.size() + " events were reported as delivered, not in the chain: " + missing);
    }
    console.say("All " + delivered.size() + " events that were reported as delivered are in it.");
  }

  private void deliver(ManagedSession session, String what) throws Exception {
    FlushResult left = console.step(what, () -> session.flush(DELIVERY));
    if (!left.complete() || !deliveries.lost().isEmpty()) {
      throw new DemoException(
          left.undelivered()
              + " writes could not be delivered: "
              + left.detail()
              + " "
              + String.join("; ", deliveries.lost())
              + " "
              + String.join("; ", deliveries.notices()));
    }
  }
}
