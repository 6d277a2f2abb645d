package dev.kora.memory.isokron.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "mcp",
    mixinStandardHelpOptions = true,
    description = "Looks at an MCP server with the client that the plugin writes through.")
final class McpCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    help(spec);
  }

  /** Without a command there is nothing to do: shows what there is, and ends as wrong usage. */
  static void help(CommandSpec spec) {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new ParameterException(
        spec.commandLine(),
        "name a command: " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }
}
