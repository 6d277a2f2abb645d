package dev.kora.memory.example.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time of these waits is counted, and not waited for. */
@Timeout(60)
class DeliveringTest {
  private static final int WRITES = 600;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();

  /** A memory that delivers one write in so much time, up to the given number of them. */
  private MemorySession session(Duration each, long most) {
    return new MemorySession() {
      @Override
      public FlushResult flush(Duration atMost) {
        nanos.addAndGet(atMost.toNanos());
        delivered.set(Math.min(most, nanos.get() / each.toNanos()));
        return new FlushResult(WRITES - delivered.get(), "not yet");
      }
    };
  }

  private FlushResult await(MemorySession session) throws Exception {
    Console console =
        Console.plain(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    Delivering delivering = new Delivering(session, delivered::get, nanos::get);
    return console.step("Delivering", progress -> delivering.await(progress));
  }

  @Test
  void whatArrivesSlowlyIsWaitedFor() throws Exception {
    assertEquals(0, await(session(Duration.ofSeconds(60), WRITES)).undelivered());
    assertEquals(Duration.ofHours(10), Duration.ofNanos(nanos.get()));
  }

  @Test
  void whenNothingArrivesForTwoMinutesItEnds() throws Exception {
    assertEquals(WRITES - 2, await(session(Duration.ofSeconds(60), 2)).undelivered());
    assertEquals(Duration.ofMinutes(4), Duration.ofNanos(nanos.get()));
  }

  @Test
  void aMemoryThatDoesNotWaitIsAskedOnce() throws Exception {
    AtomicLong asked = new AtomicLong();
    MemorySession gone =
        new MemorySession() {
          @Override
          public FlushResult flush(Duration atMost) {
            asked.incrementAndGet();
            return new FlushResult(1, "it is gone");
          }
        };
    assertEquals(1, await(gone).undelivered());
    assertEquals(1, asked.get());
  }
}
