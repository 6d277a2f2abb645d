package dev.kora.memory.isokron;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that the plugin logs while this is open, of all levels, and not on the console. */
public final class LogLines implements AutoCloseable {
  private static final String LOGGER = "dev.kora.memory.isokron";

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

  /**
   * One logged event.
   *
   * @param thrown the stack trace that came with it, or an empty text
   */
  public record Line(Level level, String text, String thrown) {
    /** The level and the text. */
    public String shown() {
      return level + " " + text;
    }
  }

  public LogLines() {
    AbstractAppender appender =
        new AbstractAppender("lines", null, null, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            StringWriter thrown = new StringWriter();
            if (event.getThrown() != null) {
              event.getThrown().printStackTrace(new PrintWriter(thrown));
            }
            lines.add(
                new Line(
                    event.getLevel(), event.getMessage().getFormattedMessage(), thrown.toString()));
          }
        };
    appender.start();
    LoggerConfig all = new LoggerConfig(LOGGER, Level.ALL, false);
    all.addAppender(appender, Level.ALL, null);
    context.getConfiguration().addLogger(LOGGER, all);
    context.updateLoggers();
  }

  public List<Line> all() {
    return List.copyOf(lines);
  }

  /** Level and text of the lines that start so. */
  public List<String> startingWith(String prefix) {
    return lines.stream().filter(l -> l.text().startsWith(prefix)).map(Line::shown).toList();
  }

  /** How many lines of this level have this in them. */
  public long count(Level level, String part) {
    return lines.stream().filter(l -> l.level().equals(level) && l.text().contains(part)).count();
  }

  @Override
  public void close() {
    context.getConfiguration().removeLogger(LOGGER);
    context.updateLoggers();
  }
}
