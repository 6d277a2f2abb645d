package dev.kora.memory.example.cli;

import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.config.HostConfigException;
import dev.kora.memory.example.config.HostConfigReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which memory a command works with, and whose. */
final class MemoryOptions {
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

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** The configuration, with what the command line says before what the file says. */
  HostConfig read() throws HostConfigException {
    HostConfig read = HostConfigReader.read(config, System.getenv());
    return new HostConfig(
        read.provider(),
        plugins == null ? read.pluginsDir() : plugins,
        read.dataDir(),
        read.entries());
  }

  /** The workspace; null leaves it to the provider. */
  @Nullable String workspace() {
    if (workspace != null && workspace.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--workspace must not be empty");
    }
    return workspace;
  }
}
