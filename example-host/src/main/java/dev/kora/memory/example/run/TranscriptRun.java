package dev.kora.memory.example.run;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.SessionContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A transcript played through an open memory, to the flushed end. */
public final class TranscriptRun {
  private static final String STOPPED =
      "\nStopped: what is not delivered yet stays in the journal and goes out with the next run.";

  private TranscriptRun() {}

  /**
   * Plays it, and waits for as long as what it wrote is being delivered.
   *
   * @param workspace whose data it is; null leaves it to the provider
   * @param deliveries the listener that the memory was opened with
   * @param console where it tells how far it is
   * @throws dev.kora.memory.spi.MemoryFailClosedException if the memory says that nothing may start
   */
  public static TranscriptSummary play(
      Transcript transcript,
      HostMemory memory,
      @Nullable String workspace,
      RecentDeliveries deliveries,
      Console console)
      throws Exception {
    String runId = "run-" + UUID.randomUUID();
    int first = transcript.utterances().get(0).session();
    try (ManagedSession session =
        memory
            .manager()
            .openSession(
                SessionContext.primary(Player.sessionId(runId, first), "cli", workspace))) {
      Conversation conversation = new Conversation(session);
      conversation.prompt(); // without an identity nothing starts
      Thread stopped = new Thread(() -> console.say(STOPPED), "example-host-stopped");
      Runtime.getRuntime().addShutdownHook(stopped);
      try {
        Player player =
            console.step(
                "Playing " + transcript.name(),
                progress -> new Player(conversation, runId, progress).play(transcript));
        conversation.end();
        Delivering delivering = new Delivering(session, deliveries::ended, System::nanoTime);
        FlushResult left =
            console.step("Delivering what it left", progress -> delivering.await(progress));
        return new TranscriptSummary(
            memory.providerName(),
            transcript.sessions().size(),
            player.utterances(),
            player.turns(),
            player.turnsWithRecall(),
            deliveries.count(Delivery.State.DELIVERED),
            deliveries.failed(),
            left);
      } finally {
        forget(stopped);
      }
    }
  }

  private static void forget(Thread stopped) {
    try {
      Runtime.getRuntime().removeShutdownHook(stopped);
    } catch (IllegalStateException e) {
      // The process ends already, and that has been said.
    }
  }
}
