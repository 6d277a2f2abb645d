package dev.kora.memory.spi;

import java.util.Objects;

/**
 * Something that a person should read.
 *
 * @param level how bad it is
 * @param text one line, plain words, no secret
 */
public record Notice(Level level, String text) {

  /** How bad it is. */
  public enum Level {
    /** Good to know. */
    INFO,
    /** Something works less well than it should. */
    WARNING,
    /** Something does not work. */
    ERROR
  }

  /** Checks the components. */
  public Notice {
    Objects.requireNonNull(level, "level");
    Require.notBlank(text, "text");
  }
}
