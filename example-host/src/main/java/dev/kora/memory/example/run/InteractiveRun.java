package dev.kora.memory.example.run;

import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.ToolSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session that a person types: on a terminal with line editing, else from standard input. */
public final class InteractiveRun {
  private static final String HISTORY = "run-history";
  private static final Duration DELIVERY = Duration.ofSeconds(10);

  private final HostConfig config;
  private final @Nullable String workspace;
  private final Screen screen;
  private @Nullable Boolean complete;

  /**
   * A session that has not begun.
   *
   * @param workspace whose data it is; null leaves it to the provider
   * @param out where answers go; everything else goes to standard error
   */
  public InteractiveRun(HostConfig config, @Nullable String workspace, PrintStream out) {
    this.config = config;
    this.workspace = workspace;
    this.screen = new Screen(out);
  }

  /**
   * Runs to its end.
   *
   * @return whether everything that memory accepted is delivered
   * @throws dev.kora.memory.spi.MemoryFailClosedException if the memory says that nothing may start
   * @throws Exception with a message for the user, if it cannot begin
   */
  public boolean run() throws Exception {
    Files.createDirectories(config.dataDir());
    try (Lines lines = open(config.dataDir().resolve(HISTORY))) {
      RecentDeliveries deliveries = new RecentDeliveries(System.err, Clock.systemUTC());
      try (HostMemory memory = HostMemory.open(config, deliveries);
          ManagedSession session =
              memory
                  .manager()
                  .openSession(SessionContext.primary(Dialogue.newSessionId(), "cli", workspace))) {
        return converse(lines, memory, session, deliveries);
      }
    }
  }

  private static Lines open(Path history) {
    return EditedLines.onTerminal(history).orElseGet(() -> new PlainLines(System.in));
  }

  private boolean converse(
      Lines lines, HostMemory memory, ManagedSession session, RecentDeliveries deliveries)
      throws Exception {
    Conversation conversation = new Conversation(session);
    conversation.prompt(); // without an identity nothing starts
    Dialogue dialogue = new Dialogue(conversation, screen, Clock.systemUTC());
    Commands commands = Commands.of(session, conversation, dialogue, deliveries, screen);
    List<String> tools = session.toolSchemas().stream().map(ToolSchema::name).toList();
    lines.complete(commands.names(), tools);
    screen.note(
        "The memory is "
            + memory.providerName()
            + ", with "
            + tools.size()
            + " tools. You play both: your line is the user's, the next one the model's answer.");
    screen.note("/help lists the commands, /quit ends.");
    RunLoop loop = new RunLoop(lines, dialogue, commands, screen);
    // A signal that ends the process ends the conversation first.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(loop, session, deliveries), "example-host-end"));
    try {
      loop.run();
    } catch (RuntimeException | IOException e) {
      end(loop, session, deliveries);
      throw e;
    }
    return end(loop, session, deliveries);
  }

  /** Whoever comes second waits until the first is done, and hears the same. */
  private synchronized boolean end(
      RunLoop loop, ManagedSession session, RecentDeliveries deliveries) {
    if (complete == null) {
      loop.end();
      FlushResult left = session.flush(DELIVERY);
      long failed = deliveries.failed();
      complete = left.complete() && failed == 0;
      screen.note(
          complete
              ? "The session is over; all that memory accepted is delivered."
              : "The session is over. Not done: "
                  + (left.complete() ? "" : left.detail() + (failed == 0 ? "" : "; "))
                  + (failed == 0 ? "" : failed + " refused or set aside, see /events"));
    }
    return complete;
  }
}
