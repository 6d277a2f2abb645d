package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsOfCallsTest {
  private static CallLimits limits(Duration last) {
    Duration fine = Duration.ofSeconds(1);
    return new CallLimits(fine, fine, fine, fine, fine, last);
  }

  @Test
  void eachIsAboveZeroAndCanBeCounted() {
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(366))) {
      assertThrows(IllegalArgumentException.class, () -> limits(wrong));
    }
    assertEquals(Duration.ofDays(365), limits(Duration.ofDays(365)).close());
  }

  @Test
  void aFlushHasItsOwnTimeAndSomeMore() {
    CallLimits limits = limits(Duration.ofSeconds(2));
    assertEquals(Duration.ofSeconds(5), limits.flush(Duration.ofSeconds(3)));
    assertEquals(
        Duration.ofDays(365).plusSeconds(2), limits.flush(Duration.ofSeconds(Long.MAX_VALUE)));
  }
}
