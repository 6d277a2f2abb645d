package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.run.Conversation;
import dev.kora.memory.example.run.Player;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import java.util.List;
import java.util.UUID;

/** One conversation with an open memory, from its first turn to the verified chain. */
final class DemoRun {
  /** Each waits for the provider's recall deadline at most. */
  private static final int RECALL_TRIES = 40;

  private static final int RECALL_LINES = 8;
  private static final int LINE_WIDTH = 100;
  private static final int QUERY_WIDTH = 40;

  /** Beside the utterances and the nodes: a note and a delegation. */
  private static final int OTHER_ENTRIES = 2 + NodeStory.ENTRIES;

  private final Console console;
  private final SeaServer sea;
  private final HostMemory memory;
  private final Transcript transcript;
  private final Evidence evidence;
  private final List<Integer> conversations;
  private final String runId = "demo-" + UUID.randomUUID();

  DemoRun(
      Console console, SeaServer sea, HostMemory memory, Transcript transcript, Evidence evidence) {
    this.console = console;
    this.sea = sea;
    this.memory = memory;
    this.transcript = transcript;
    this.evidence = evidence;
    this.conversations = List.copyOf(transcript.sessions().keySet());
  }

  /** Does everything and counts it. */
  DemoReport report(long started) throws Exception {
    Player player;
    try (ManagedSession session = open(Player.sessionId(runId, conversations.get(0)))) {
      Conversation conversation = new Conversation(session);
      player = play(session, conversation);
      remember(session);
      new NodeStory(console, session).tell();
      end(session, conversation, player);
    }
    try (ManagedSession session = open(runId + "-later")) {
      recall(session);
      show(session);
    }
    console.chapter("Verify the chain");
    WorkspaceVerdict verdict = evidence.verify();
    return new DemoReport(
        memory.providerName(),
        conversations.size(),
        player.utterances(),
        player.turns(),
        evidence.eventsInChain(),
        verdict.rows(),
        verdict.intact(),
        verdict.head(),
        Math.round((System.nanoTime() - started) / 1e8) / 10.0);
  }

  private ManagedSession open(String sessionId) {
    return memory
        .manager()
        .openSession(SessionContext.primary(sessionId, "example-host", sea.workspaceId()));
  }

  private Player play(ManagedSession session, Conversation conversation) throws Exception {
    console.chapter("Live through a conversation");
    console.say(
        "%d lines in %d conversation(s) of %s; each turn is announced,"
            .formatted(transcript.utterances().size(), conversations.size(), transcript.name()));
    console.say("recalled for, and handed to memory. Nothing of this waits for the network.");
    Player player =
        console.step(
            "Playing the turns",
            progress -> new Player(conversation, runId, progress).play(transcript));
    evidence.deliver(session, "Delivering what the turns left");
    evidence.entries(player.utterances());
    console.say(
        "While playing, memory recalled something for " + player.turnsWithRecall() + " turn(s).");
    return player;
  }

  /** Asks another session for the last thing that the user said in the one before. */
  private void recall(ManagedSession session) throws Exception {
    console.chapter("Recall, in a new session, what was said in the earlier ones");
    String query = transcript.lastUserText();
    session.queuePrefetch(query);
    String recalled =
        console.step(
            "Recalling for “" + shorten(query, QUERY_WIDTH) + "”",
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
    recalled
        .lines()
        .limit(RECALL_LINES)
        .forEach(line -> console.say("  " + shorten(line, LINE_WIDTH)));
  }

  private static String shorten(String text, int width) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }

  private void remember(ManagedSession session) throws Exception {
    console.chapter("Remember and delegate");
    MemoryWrite write =
        new MemoryWrite(
            MemoryWrite.Action.ADD, MemoryWrite.USER, "Prefers short answers about deployments.");
    if (!session.writeMemory(write)) {
      evidence.noFailures();
      throw new DemoException("the host's own memory did not take a note");
    }
    session.onDelegation(
        new Delegation(
            runId + "-child", "Look up how often the bank accepts a retry.", "Three times a day."));
    evidence.deliver(session, "Delivering a note about the user and a delegated task");
    evidence.events("kora.handoff.to_claude_pm", 1);
    console.say("The note went into USER.md and was mirrored; the task and its result are kept.");
  }

  private void end(ManagedSession session, Conversation conversation, Player player)
      throws Exception {
    console.chapter("Compress the conversation and end it");
    session.onPreCompress(conversation.messages());
    session.onSessionSwitch(
        new SessionSwitch(
            SessionSwitch.Kind.COMPRESSION,
            runId + "-compressed",
            Player.sessionId(runId, conversations.get(conversations.size() - 1))));
    conversation.end();
    evidence.deliver(session, "Delivering the rest");
    evidence.events("kora.node.superseded", 1);
    evidence.events("kora.session.ended", conversations.size());
    evidence.entries(player.utterances() + OTHER_ENTRIES);
    console.say("It went on under a new session id, and that session ended.");
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
}
