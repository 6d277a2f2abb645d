package dev.kora.memory.example.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.example.console.Console;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.TurnStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Sea goes away in the middle of a conversation and comes back: the conversation goes on, what it
 * writes waits, and arrives in order and once.
 */
final class OutageStory {
  private static final String ASKED = "The gateway is slow today. Is the bank down?";
  private static final String ANSWERED = "I have it looked up; what you said is kept meanwhile.";
  private static final int TASKS = 3;

  /** The two lines of a turn; of each task a note and an event. */
  private static final int WRITES = 2 + 2 * TASKS;

  private static final String NOTE = "kronicle.agent_scratchpad.created";
  private static final String TASK = "kora.handoff.to_claude_pm";

  /** How long a state may take to show; a busy machine is no reason to give up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final JsonMapper JSON = new JsonMapper();

  private final Console console;
  private final Stage stage;
  private final ManagedSession session;
  private final String runId;

  OutageStory(Stage stage, ManagedSession session, String runId) {
    this.console = stage.console();
    this.stage = stage;
    this.session = session;
    this.runId = runId;
  }

  void tell() throws Exception {
    console.chapter("Lose Sea in the middle of a conversation, and get it back");
    long known = lastEvents(1).stream().mapToLong(ChainEvent::seq).max().orElse(0);
    ProviderHealth before = health();
    stage.cable().cut();
    console.say("The line to Sea is cut. What the log says of it goes to standard error.");
    goOn();
    console.say("health  " + words(await("worse", now -> !isWell(now, before))));
    stage.cable().mend();
    stage.evidence().deliver(session, "The line is mended; delivering what waited");
    checkOrder(known);
    console.say("All " + WRITES + " are in the chain, in the order of writing, each once.");
    console.say("health  " + words(await("well again", now -> isWell(now, before))));
  }

  /** A turn and some tasks. None of these calls may wait for Sea: it is not there. */
  private void goOn() throws DemoException {
    session.onTurnStart(new TurnStart(1, ASKED));
    boolean prompted = !session.systemPromptBlock().isEmpty();
    session.prefetch(ASKED);
    session.syncTurn(
        new CompletedTurn(
            1,
            List.of(
                Message.of(Message.Role.USER, ASKED),
                Message.of(Message.Role.ASSISTANT, ANSWERED))));
    session.queuePrefetch(ASKED);
    for (int task = 1; task <= TASKS; task++) {
      session.onDelegation(new Delegation(child(task), "Ask the bank, line " + task, "Busy."));
    }
    long waiting = session.flush(Duration.ZERO).undelivered();
    if (!prompted || waiting != WRITES) {
      throw new DemoException(
          "without Sea the turn should have its prompt (%s) and leave %d writes, but %d wait"
              .formatted(prompted ? "it has" : "it has none", WRITES, waiting));
    }
    console.say(
        "A turn was played and %d tasks were delegated: %d writes are accepted and wait."
            .formatted(TASKS, WRITES));
  }

  private String child(int task) {
    return runId + "-bank-" + task;
  }

  private void checkOrder(long known) throws DemoException, JsonProcessingException {
    List<String> expected = new ArrayList<>(List.of(NOTE, NOTE));
    for (int task = 1; task <= TASKS; task++) {
      expected.add(NOTE);
      expected.add(TASK + " " + child(task));
    }
    List<String> found = new ArrayList<>();
    // One more than there should be, so that a write that is there twice shows.
    for (ChainEvent event : lastEvents(WRITES + 1)) {
      if (event.seq() > known) {
        found.add(told(event));
      }
    }
    if (!found.equals(expected)) {
      throw new DemoException("the chain should go on with " + expected + " but has " + found);
    }
  }

  private static String told(ChainEvent event) throws JsonProcessingException {
    return event.eventType().equals(TASK)
        ? TASK + " " + JSON.readTree(event.payload()).path("child_session_id").asText()
        : event.eventType();
  }

  private List<ChainEvent> lastEvents(int limit) {
    return stage.sea().events(stage.sea().workspaceId(), limit);
  }

  private ProviderHealth health() {
    return stage
        .memory()
        .manager()
        .health()
        .getOrDefault(stage.memory().providerName(), new ProviderHealth.Down("it is not open"));
  }

  /** A kept data folder may hold what waits for the server of an earlier run: no worse is well. */
  private static boolean isWell(ProviderHealth now, ProviderHealth before) {
    return now instanceof ProviderHealth.Up || now.equals(before);
  }

  private ProviderHealth await(String what, Predicate<ProviderHealth> wanted) throws Exception {
    long start = System.nanoTime();
    ProviderHealth now = health();
    while (!wanted.test(now)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new DemoException("the memory's health should be " + what + " but is " + words(now));
      }
      TimeUnit.MILLISECONDS.sleep(20);
      // As a turn does: what could not be read is read again.
      session.onTurnStart(new TurnStart(2, ASKED));
      now = health();
    }
    return now;
  }

  private static String words(ProviderHealth health) {
    if (health instanceof ProviderHealth.Degraded degraded) {
      return "DEGRADED: " + degraded.reason();
    }
    return health instanceof ProviderHealth.Down down ? "DOWN: " + down.reason() : "UP";
  }
}
