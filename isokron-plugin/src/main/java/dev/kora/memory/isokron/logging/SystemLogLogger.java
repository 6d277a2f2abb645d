package dev.kora.memory.isokron.logging;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.spi.AbstractLogger;
import org.jspecify.annotations.Nullable;

/** A logger of Log4j's API that writes to the {@link java.lang.System.Logger} of its name. */
final class SystemLogLogger extends AbstractLogger {
  private static final long serialVersionUID = 1;

  private final transient System.Logger lines;

  SystemLogLogger(String name, MessageFactory messages) {
    super(name, messages);
    this.lines = System.getLogger(name);
  }

  @Override
  public void logMessage(
      String fqcn,
      Level level,
      @Nullable Marker marker,
      Message message,
      @Nullable Throwable thrown) {
    // No arguments: with them System.Logger would take braces in the text for its own.
    lines.log(of(level), message.getFormattedMessage(), thrown);
  }

  @Override
  public Level getLevel() {
    for (Level level :
        new Level[] {Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR}) {
      if (enabled(level)) {
        return level;
      }
    }
    return Level.OFF;
  }

  private boolean enabled(Level level) {
    return lines.isLoggable(of(level));
  }

  private static System.Logger.Level of(Level level) {
    return switch (level.getStandardLevel()) {
      case OFF, FATAL, ERROR -> System.Logger.Level.ERROR;
      case WARN -> System.Logger.Level.WARNING;
      case INFO -> System.Logger.Level.INFO;
      case DEBUG -> System.Logger.Level.DEBUG;
      case TRACE, ALL -> System.Logger.Level.TRACE;
    };
  }

  // What is logged decides nothing here: all that follow ask for the level alone.

  @Override
  public boolean isEnabled(
      Level level, @Nullable Marker marker, @Nullable Message message, @Nullable Throwable thrown) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable CharSequence message,
      @Nullable Throwable thrown) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level, @Nullable Marker marker, @Nullable Object message, @Nullable Throwable thrown) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level, @Nullable Marker marker, @Nullable String message, @Nullable Throwable thrown) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(Level level, @Nullable Marker marker, @Nullable String message) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level, @Nullable Marker marker, @Nullable String message, @Nullable Object... p) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level, @Nullable Marker marker, @Nullable String message, @Nullable Object p0) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1,
      @Nullable Object p2) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1,
      @Nullable Object p2,
      @Nullable Object p3) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1,
      @Nullable Object p2,
      @Nullable Object p3,
      @Nullable Object p4) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1,
      @Nullable Object p2,
      @Nullable Object p3,
      @Nullable Object p4,
      @Nullable Object p5) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1,
      @Nullable Object p2,
      @Nullable Object p3,
      @Nullable Object p4,
      @Nullable Object p5,
      @Nullable Object p6) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1,
      @Nullable Object p2,
      @Nullable Object p3,
      @Nullable Object p4,
      @Nullable Object p5,
      @Nullable Object p6,
      @Nullable Object p7) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1,
      @Nullable Object p2,
      @Nullable Object p3,
      @Nullable Object p4,
      @Nullable Object p5,
      @Nullable Object p6,
      @Nullable Object p7,
      @Nullable Object p8) {
    return enabled(level);
  }

  @Override
  public boolean isEnabled(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object p0,
      @Nullable Object p1,
      @Nullable Object p2,
      @Nullable Object p3,
      @Nullable Object p4,
      @Nullable Object p5,
      @Nullable Object p6,
      @Nullable Object p7,
      @Nullable Object p8,
      @Nullable Object p9) {
    return enabled(level);
  }
}
