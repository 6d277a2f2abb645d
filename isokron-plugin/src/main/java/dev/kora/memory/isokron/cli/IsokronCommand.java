package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.json.OneLine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the commands. */
@Command(
    name = "isokron-memory",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "The operator's commands of the IsoKron memory plugin.")
public final class IsokronCommand implements Runnable {
  private static final String LEVEL_OF =
      "org.apache.logging.log4j.simplelog.dev.kora.memory.isokron.";

  // In a host the two logging APIs write to its log; here they must not: what a command has to say
  // it says in lines of its own. The packaged jar has these names with "isokron." in front.
  private static final Map<String, String> LOGGING =
      Map.of(
          "log4j.provider",
          "org.apache.logging.log4j.simple.internal.SimpleProvider",
          "log4j2.StatusLogger.level",
          "OFF",
          "org.apache.logging.log4j.simplelog.level",
          "WARN",
          // How a child ended is in the outcome, and need not be said twice.
          LEVEL_OF + "mcp.stdio.ChildProcess.level",
          "ERROR",
          // The pool has nothing to say to an operator.
          "slf4j.provider",
          "org.slf4j.helpers.NOP_FallbackServiceProvider",
          "slf4j.internal.verbosity",
          "ERROR");

  // A command says what it met in a line of its own.
  private static final List<String> SILENT =
      List.of(
          "events.ChainEventEmitter",
          "events.Deferrals",
          "outbox.Leftovers",
          "outbox.folder.DeadLetters",
          "outbox.folder.LetterFiles",
          "substrate.CharterReads",
          "substrate.PolicyReads");

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private IsokronCommand() {}

  /**
   * Runs a command and exits with its status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    LOGGING.forEach(IsokronCommand::unlessSet);
    SILENT.forEach(logger -> unlessSet(LEVEL_OF + logger + ".level", "OFF"));
    CommandLine commands =
        commandLine(System.getenv())
            .setOut(utf8(FileDescriptor.out))
            .setErr(utf8(FileDescriptor.err));
    System.exit(run(commands, args));
  }

  private static void unlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Runs a command; one whose output did not arrive has failed, whatever else it says. */
  static int run(CommandLine commands, String... args) {
    int status = commands.execute(args);
    if (status == CommandLine.ExitCode.OK && commands.getOut().checkError()) {
      complain(commands, CommandFailure.output().getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    return status;
  }

  /** The commands; a failure is told in one line and never as a stack trace. */
  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine mcp =
        new CommandLine(new McpCommand())
            .addSubcommand(new ToolsCommand(environment))
            .addSubcommand(new CallCommand(environment))
            .addSubcommand(new PingCommand(environment))
            .addSubcommand(new ConformCommand(environment));
    CommandLine outbox =
        new CommandLine(new OutboxCommand())
            .addSubcommand(new OutboxStatusCommand())
            .addSubcommand(new OutboxListCommand())
            .addSubcommand(new OutboxShowCommand())
            .addSubcommand(new OutboxReplayCommand())
            .addSubcommand(new OutboxDropCommand());
    return new CommandLine(new IsokronCommand())
        .addSubcommand(mcp)
        .addSubcommand(outbox)
        .addSubcommand(new DoctorCommand(environment))
        .setExpandAtFiles(false) // a tool may be called @x
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setParameterExceptionHandler(
            (e, given) -> {
              complain(e.getCommandLine(), WrongUsage.told(e, given) + " (see --help)");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              complain(
                  command,
                  e instanceof CommandFailure
                      ? e.getMessage()
                      : "defect: " + OneLine.of(e.toString()));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public void run() {
    McpCommand.help(spec);
  }

  private static void complain(CommandLine command, @Nullable String message) {
    command.getErr().println("isokron-memory: " + OneLine.clean(String.valueOf(message), 600));
  }

  /** Data is UTF-8 in every locale: a terminal's own charset would put ? into JSON. */
  private static PrintWriter utf8(FileDescriptor file) {
    return new PrintWriter(new FileOutputStream(file), true, StandardCharsets.UTF_8);
  }
}
