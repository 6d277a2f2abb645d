package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.run.Conversation;
import dev.kora.memory.example.run.Player;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.SessionSwitch;
import java.util.List;
import java.util.UUID;

/** One conversation with an open memory, from its first turn to the verified chain. */
final class DemoRun {
  /** Beside the utterances and the nodes: a note and a delegation. */
  private static final int OTHER_ENTRIES = 2 + NodeStory.ENTRIES;

  private final Stage stage;
  private final Console console;
  private final Transcript transcript;
  private final Evidence evidence;
  private final List<Integer> conversations;
  private final String runId = "demo-" + UUID.randomUUID();

  DemoRun(Stage stage, Transcript transcript) {
    this.stage = stage;
    this.console = stage.console();
    this.transcript = transcript;
    this.evidence = stage.evidence();
    this.conversations = List.copyOf(transcript.sessions().keySet());
  }

  /** Does everything and counts it. */
  DemoReport report(long started) throws Exception {
    Player player;
    NodeStory.Revisions decision;
    try (ManagedSession session = open(Player.sessionId(runId, conversations.get(0)))) {
      Conversation conversation = new Conversation(session);
      player = play(session, conversation);
      remember(session);
      decision = new NodeStory(console, session).tell();
      end(session, conversation, player);
    }
    try (ManagedSession session = open(runId + "-later")) {
      new RecallStory(console, session).tell(transcript.lastUserText(), decision);
      show(session);
      new OutageStory(stage, session, runId).tell();
      new DeferralStory(stage, runId).tell(decision);
      new IsolationStory(stage, session, runId).tell();
    }
    new DoctorStory(console, stage.config()).tell();
    console.chapter("Verify the chain");
    WorkspaceVerdict verdict = evidence.verify(stage.sea().workspaceId());
    return new DemoReport(
        stage.memory().providerName(),
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
    return stage
        .memory()
        .manager()
        .openSession(SessionContext.primary(sessionId, "example-host", stage.sea().workspaceId()));
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
    if (prompt.contains(NodeStory.OLD_TEXT)) {
      throw new DemoException("the prompt has the decision that is replaced; it says:\n" + prompt);
    }
    console.say(prompt);
  }
}
