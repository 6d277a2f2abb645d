package dev.kora.memory.example.run;

import java.io.ByteArrayOutputStream;
import java.io.IOError;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;

/** Prints whole lines above the one that is being typed, from any thread. */
final class AbovePrompt extends OutputStream {
  private final LineReader reader;
  private final PrintStream afterwards;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private AbovePrompt(LineReader reader, PrintStream afterwards) {
    this.reader = reader;
    this.afterwards = afterwards;
  }

  /** Once the terminal is closed, which a signal may do at any time, the lines go elsewhere. */
  static PrintStream stream(LineReader reader, PrintStream afterwards) {
    return new PrintStream(new AbovePrompt(reader, afterwards), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      try {
        reader.printAbove(new AttributedString(text));
      } catch (IllegalStateException | IOError e) {
        afterwards.println(text);
      }
    } else {
      line.write(b);
    }
  }
}
