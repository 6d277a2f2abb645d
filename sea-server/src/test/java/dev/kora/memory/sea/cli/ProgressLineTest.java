package dev.kora.memory.sea.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private long millis;

  @Test
  void afterASecondItTellsHowFarHowFastHowLongStillAndIsWipedAway() {
    try (ProgressLine line = line(true)) {
      line.at("org_\u001b", 0, 4000);
      at(line, 999, 999);
      assertEquals("", shown());
      at(line, 1000, 1000);
      assertEquals("\r\033[K   verify org_\\u001b … 1000 of 4000, 1000 rows/s, 3 s left", shown());
      at(line, 1100, 1100);
      assertEquals("", shown(), "not at every row");
      at(line, 2000, 2000);
      assertEquals("\r\033[K   verify org_\\u001b … 2000 of 4000, 1000 rows/s, 2 s left", shown());
    }
    assertEquals("\r\033[K", shown());
  }

  @Test
  void theSpeedIsThatSinceTheFirstRowsWereToldOf() {
    try (ProgressLine line = line(true)) {
      // Opening the database took its time.
      at(line, 5000, 1000);
      assertEquals("", shown(), "one point makes no speed");
      at(line, 6000, 3000);
      assertEquals("\r\033[K   verify org_\\u001b … 3000 of 4000, 2000 rows/s, 1 s left", shown());
    }
  }

  @Test
  void whereTheEndIsNotKnownItTellsNone() {
    try (ProgressLine line = line(true)) {
      line.at("org", 0, 0);
      millis = 2000;
      line.at("org", 3000, 0);
      assertEquals("\r\033[K   verify org … 3000, 1500 rows/s", shown());
    }
  }

  @Test
  void whereNobodyLooksItSaysNothing() {
    try (ProgressLine line = line(false)) {
      at(line, 0, 0);
      at(line, 5000, 5000);
      at(line, 6000, 6000);
    }
    assertEquals("", shown());
  }

  private void at(ProgressLine line, long newMillis, long rows) {
    millis = newMillis;
    line.at("org_\u001b", rows, 4000);
  }

  private ProgressLine line(boolean terminal) {
    return new ProgressLine(
        "verify",
        new PrintStream(screen, true, UTF_8),
        () -> terminal,
        () -> TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private String shown() {
    String text = screen.toString(UTF_8);
    screen.reset();
    return text;
  }
}
