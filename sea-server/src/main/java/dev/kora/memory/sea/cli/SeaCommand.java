package dev.kora.memory.sea.cli;

import dev.kora.memory.sea.SeaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The executable's entry. */
@Command(
    name = "sea-server",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description = "An MCP server over a hash-chained Postgres substrate, embedded or yours.",
    subcommands = {
      ServeCommand.class,
      WorkspaceCommand.class,
      TokenCommand.class,
      DsnCommand.class,
      VerifyCommand.class,
      CheckpointCommand.class,
      ExportCommand.class,
      EventsCommand.class
    })
public final class SeaCommand extends CommandGroup {
  /** Made by picocli. */
  public SeaCommand() {}

  /**
   * Runs a command and exits with its status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new SeaCommand());
    line.setParameterExceptionHandler(
        (e, given) -> {
          // Without picocli's note of what a conversion threw.
          String problem = String.valueOf(e.getMessage()).replaceFirst(" \\(java\\.[^)]*\\)$", "");
          complain(line, problem + " (see --help)");
          return CommandLine.ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          complain(line, e instanceof SeaException ? String.valueOf(e.getMessage()) : e.toString());
          return command.getCommandName().equals("verify")
              ? VerifyCommand.NOT_VERIFIED
              : CommandLine.ExitCode.SOFTWARE;
        });
    return line;
  }

  /** An argument that was not understood may be a DSN. */
  private static void complain(CommandLine line, String message) {
    line.getErr()
        .println("sea-server: " + message.replaceAll("(://[^:/@\\s]*):[^@\\s]*@", "$1:***@"));
  }
}
