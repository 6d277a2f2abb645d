package dev.kora.memory.example.cli;

import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.memory.NoticePrinter;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "tool",
    mixinStandardHelpOptions = true,
    description = "Calls one memory tool, as a model would, and prints its JSON answer.")
final class ToolCommand implements Callable<Integer> {
  /** How long a write may take to be delivered after the tool has answered. */
  private static final Duration DELIVERY = Duration.ofSeconds(10);

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private MemoryOptions options;

  @Parameters(index = "0", paramLabel = "NAME", description = "The tool, such as iso_node_create.")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Parameters(index = "1", paramLabel = "ARGS_JSON", description = "Its arguments, a JSON object.")
  @SuppressWarnings("NullAway.Init")
  private String arguments;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String workspace = options.workspace();
    String flaw = Json.flaw(arguments);
    if (!flaw.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "ARGS_JSON must be one JSON object: " + flaw);
    }
    HostConfig host = options.read();
    NoticePrinter notices = new NoticePrinter(System.err);
    try (HostMemory memory = HostMemory.open(host, notices);
        MemorySession session =
            memory
                .manager()
                .openSession(
                    SessionContext.primary("tool-" + UUID.randomUUID(), "cli", workspace))) {
      String answer = session.handleToolCall(name, arguments);
      spec.commandLine().getOut().println(answer);
      FlushResult left = session.flush(DELIVERY);
      if (!left.complete()) {
        spec.commandLine().getErr().println("Not done: " + left.detail());
      }
      return Json.isOk(answer) && left.complete() ? 0 : 1;
    }
  }
}
