package dev.kora.memory.example.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastDeliveriesTest {
  /** Overflows in a moment, as the system's may. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private final LastDeliveries last = new LastDeliveries(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void beforeTheFirstDeliveryTheStartCounts() {
    assertEquals(Duration.ZERO, last.age(0));
    pass(Duration.ofSeconds(7));
    assertEquals(Duration.ofSeconds(7), last.age(0));
  }

  @Test
  void eachDeliveryCountsAndLookingDoesNot() {
    pass(Duration.ofSeconds(60));
    assertEquals(Duration.ZERO, last.age(3));
    pass(Duration.ofSeconds(1));
    assertEquals(Duration.ofSeconds(1), last.age(3));
    pass(Duration.ofSeconds(1));
    assertEquals(Duration.ofSeconds(2), last.age(3));
    assertEquals(Duration.ZERO, last.age(4));
    pass(Duration.ofSeconds(5));
    assertEquals(Duration.ofSeconds(5), last.age(4));
  }
}
