package dev.kora.memory.example.run;

import java.util.Locale;

/** What a typed line is. */
sealed interface Line {
  /** Nothing but white space. */
  record Blank() implements Line {}

  /** Something that the user or the model says. */
  record Said(String text) implements Line {}

  /**
   * A command for the host.
   *
   * @param name with its slash, in small letters
   * @param argument the rest, possibly empty
   */
  record Asked(String name, String argument) implements Line {}

  /** Reads a line: a slash begins a command, two of them a text that begins with one. */
  static Line of(String typed) {
    String line = typed.strip();
    if (line.isEmpty()) {
      return new Blank();
    }
    if (line.startsWith("//")) {
      return new Said(line.substring(1));
    }
    if (!line.startsWith("/")) {
      return new Said(line);
    }
    String[] parts = halves(line);
    return new Asked(parts[0].toLowerCase(Locale.ROOT), parts[1]);
  }

  /** The first word and the rest, each possibly empty. */
  static String[] halves(String text) {
    String[] parts = text.strip().split("\\s+", 2);
    return new String[] {parts[0], parts.length == 1 ? "" : parts[1]};
  }
}
