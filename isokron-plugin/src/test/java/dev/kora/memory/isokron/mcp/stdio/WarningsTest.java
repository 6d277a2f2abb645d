package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class WarningsTest {
  @Test
  void rule22AChattyChildGetsAFewWarningsAMinute() {
    AtomicLong clock = new AtomicLong();
    Warnings warnings = new Warnings(SecretMask.NONE.and("s3cret-s3cret"), clock::get);
    byte[] line = "a s3cret-s3cret\u0007 line".getBytes(StandardCharsets.UTF_8);
    try (LogLines log = new LogLines()) {
      for (int i = 0; i < 1000; i++) {
        warnings.skipped("not JSON", line);
      }
      assertEquals(Warnings.MOST, log.all().size());
      String first = "a line of the server process is not JSON: skipped: a ****\ufffd line";
      assertEquals(Warnings.MOST, log.count(Level.WARN, first));
      clock.addAndGet(Warnings.PER.toNanos());
      warnings.skipped("not JSON", null);
      assertEquals(1, log.count(Level.WARN, "995 more lines"));
      assertEquals(Warnings.MOST + 2, log.all().size());
    }
  }
}
