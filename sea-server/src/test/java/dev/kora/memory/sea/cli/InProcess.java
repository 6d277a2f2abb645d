package dev.kora.memory.sea.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;

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
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, UTF_8));
    System.setErr(new PrintStream(errors, true, UTF_8));
    try {
      int status = SeaCommand.execute(arguments);
      return new Ended(status, output.toString(UTF_8), errors.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
