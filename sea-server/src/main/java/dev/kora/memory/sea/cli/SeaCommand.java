package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import dev.kora.memory.sea.SeaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The executable's entry. */
@Command(
    name = "sea-server",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description = "An MCP server over a hash-chained Postgres substrate, embedded or yours.",
    subcommands = {
      ServeCommand.class,
      VerifyCommand.class,
      CheckpointCommand.class,
      ExportCommand.class,
      EventsCommand.class
    })
public final class SeaCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

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
    CommandLine line = new CommandLine(new SeaCommand());
    line.setParameterExceptionHandler(
        (e, given) -> {
          complain(e.getMessage() + " (see --help)");
          return CommandLine.ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          complain(e instanceof SeaException ? String.valueOf(e.getMessage()) : e.toString());
          return command.getCommandName().equals("verify")
              ? VerifyCommand.NOT_VERIFIED
              : CommandLine.ExitCode.SOFTWARE;
        });
    return line.execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(
        requireNonNull(spec, "picocli sets it").commandLine(), "say what to do: serve, verify, …");
  }

  private static void complain(String message) {
    System.err.println("sea-server: " + message);
  }
}
