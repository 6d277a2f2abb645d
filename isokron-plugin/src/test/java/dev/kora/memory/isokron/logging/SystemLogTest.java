package dev.kora.memory.isokron.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.logging.log4j.message.StringFormatterMessageFactory;
import org.apache.logging.log4j.spi.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's own backend writes the lines of a System.Logger to the logger of the same name. */
class SystemLogTest {
  private static final String NAME = SystemLogTest.class.getName();

  private final LoggerContext context =
      new SystemLogProvider().getLoggerContextFactory().getContext(NAME, null, null, false);
  private final org.apache.logging.log4j.Logger log4j = context.getLogger(NAME);
  private final Slf4jProvider provider = new Slf4jProvider();
  private final org.slf4j.Logger slf4j = provider.getLoggerFactory().getLogger(NAME);

  private final Logger logger = Logger.getLogger(NAME);
  private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }

  private List<String> levels() {
    return lines.stream().map(line -> line.getLevel().getName()).toList();
  }

  @Test
  void everyLevelOfLog4jHasOne() {
    log4j.trace("a");
    log4j.debug("a");
    log4j.info("a");
    log4j.warn("a");
    log4j.error("a");
    log4j.fatal("a");
    assertEquals(List.of("FINER", "FINE", "INFO", "WARNING", "SEVERE", "SEVERE"), levels());
    assertTrue(lines.stream().allMatch(line -> line.getLoggerName().equals(NAME)));
  }

  @Test
  void everyLevelOfSlf4jHasOne() {
    slf4j.trace("a");
    slf4j.debug("a");
    slf4j.info("a");
    slf4j.warn("a");
    slf4j.error("a");
    assertEquals(List.of("FINER", "FINE", "INFO", "WARNING", "SEVERE"), levels());
    assertTrue(lines.stream().allMatch(line -> line.getLoggerName().equals(NAME)));
  }

  @Test
  void argumentsAreInTheTextAndOtherBracesStay() {
    log4j.warn("{} and {}: {0} '{}'", 1, "two", 3);
    slf4j.warn("{} and {}: {0} '{}'", 1, "two", 3);
    for (LogRecord line : lines) {
      assertEquals("1 and two: {0} '3'", new SimpleFormatter().formatMessage(line));
    }
    assertEquals(2, lines.size());
  }

  @Test
  void aThrowableIsHandedOn() {
    IllegalStateException thrown = new IllegalStateException("no");
    log4j.warn("one", thrown);
    log4j.warn("{}", "two", thrown);
    slf4j.warn("one", thrown);
    slf4j.warn("{}", "two", thrown);
    for (LogRecord line : lines) {
      assertSame(thrown, line.getThrown());
    }
    assertEquals(
        List.of("one", "two", "one", "two"), lines.stream().map(LogRecord::getMessage).toList());
    log4j.warn("none");
    assertNull(lines.get(4).getThrown());
  }

  @Test
  void nothingIsMadeIntoTextBelowTheLevelOfTheHostsLogger() {
    Object untold =
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError("asked for its text");
          }
        };
    logger.setLevel(Level.INFO);
    log4j.debug("{}", untold);
    log4j.debug(untold);
    slf4j.debug("{}", untold);
    assertEquals(List.of(), lines);
    assertEquals(org.apache.logging.log4j.Level.INFO, log4j.getLevel());
    logger.setLevel(Level.OFF);
    assertEquals(org.apache.logging.log4j.Level.OFF, log4j.getLevel());
  }

  @Test
  void aNameHasOneLogger() {
    assertSame(log4j, context.getLogger(NAME));
    assertTrue(context.hasLogger(NAME));
    assertSame(slf4j, provider.getLoggerFactory().getLogger(NAME));
    org.apache.logging.log4j.Logger printf =
        context.getLogger(NAME, StringFormatterMessageFactory.INSTANCE);
    assertNotSame(log4j, printf);
    printf.warn("%03d", 7);
    assertEquals("007", lines.get(0).getMessage());
  }
}
