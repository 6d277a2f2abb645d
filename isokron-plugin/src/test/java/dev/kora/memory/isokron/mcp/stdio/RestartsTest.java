package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final Restarts restarts = new Restarts(clock::get);

  private void ended(Duration life) {
    restarts.ended(life.toNanos(), "it exited");
  }

  @Test
  void rule23TheWaitDoublesWithEachShortLifeUpToThirtySeconds() {
    assertNull(restarts.refusal());
    for (String wait : List.of("0.1", "0.2", "0.4", "0.8", "1.6", "3.2", "6.4", "12.8", "25.6")) {
      ended(Duration.ofSeconds(1));
      assertEquals("it exited; it is started again in " + wait + " s", restarts.refusal());
    }
    for (int i = 0; i < 100; i++) {
      ended(Duration.ZERO);
      assertEquals("it exited; it is started again in 30.0 s", restarts.refusal());
    }
    clock.addAndGet(Duration.ofMillis(29_950).toNanos());
    assertEquals("it exited; it is started again in 0.1 s", restarts.refusal());
    clock.addAndGet(Duration.ofMillis(50).toNanos());
    assertNull(restarts.refusal());
  }

  @Test
  void rule23AfterALongLifeTheNextOneStartsAtOnceAndWaitsStartAfresh() {
    ended(Duration.ZERO);
    ended(Duration.ZERO);
    ended(Restarts.LONG_LIFE);
    assertNull(restarts.refusal());
    ended(Duration.ZERO);
    assertEquals("it exited; it is started again in 0.1 s", restarts.refusal());
  }
}
