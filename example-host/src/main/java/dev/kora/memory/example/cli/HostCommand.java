package dev.kora.memory.example.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the commands. */
@Command(
    name = "example-host",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "A small agent host that shows the memory plugin working.",
    subcommands = {DemoCommand.class, ProvidersCommand.class, RunCommand.class, ToolCommand.class})
public final class HostCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private HostCommand() {}

  /** The commands, with failures told in one message and never as a stack trace. */
  public static CommandLine commandLine() {
    return new CommandLine(new HostCommand())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(new FailureHandler());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name a command: demo, providers, run or tool.");
  }
}
