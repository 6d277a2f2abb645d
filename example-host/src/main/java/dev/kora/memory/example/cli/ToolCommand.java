package dev.kora.memory.example.cli;

import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.config.HostConfigReader;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.memory.NoticePrinter;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The host's configuration (YAML).")
  @SuppressWarnings("NullAway.Init")
  private Path config;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "A folder of drop-in jars; goes before the one that the configuration names.")
  private @Nullable Path plugins;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      description = "The workspace of the session; the provider's default without it.")
  private @Nullable String workspace;

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
    if (workspace != null && workspace.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--workspace must not be empty");
    }
    HostConfig read = HostConfigReader.read(config, System.getenv());
    HostConfig host =
        new HostConfig(
            read.provider(),
            plugins == null ? read.pluginsDir() : plugins,
            read.dataDir(),
            read.entries());
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
