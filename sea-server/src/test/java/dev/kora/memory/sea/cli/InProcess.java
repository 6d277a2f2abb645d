package dev.kora.memory.sea.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** Commands run in this JVM, and what they printed. */
final class InProcess {
  /** How it ended. */
  record Ended(int status, String output, String errors) {}

  private InProcess() {}

  /** With one more option at the end, as {@code --dsn}. */
  static Ended executeWith(String option, String value, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = option;
    all[arguments.length + 1] = value;
    return execute(all);
  }

  static Ended execute(String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    CommandLine line = SeaCommand.commandLine();
    line.setOut(new PrintWriter(output, true));
    line.setErr(new PrintWriter(errors, true));
    int status = line.execute(arguments);
    return new Ended(status, output.toString(), errors.toString());
  }
}
