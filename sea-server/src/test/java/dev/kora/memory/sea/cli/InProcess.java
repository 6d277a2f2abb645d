package dev.kora.memory.sea.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Commands run in this JVM, and what they printed. */
public final class InProcess {
  /** How it ended. */
  public record Ended(int status, String output, String errors) {}

  private InProcess() {}

  public static Ended run(String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    CommandLine line = SeaCommand.commandLine();
    line.setOut(new PrintWriter(output, true));
    line.setErr(new PrintWriter(errors, true));
    int status = line.execute(arguments);
    return new Ended(status, output.toString(), errors.toString());
  }
}
