package dev.kora.memory.isokron.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpAnswersTest {
  @Test
  void aServerCanAskForAnHourAtMost() {
    assertEquals(Duration.ofSeconds(7), HttpAnswers.retryAfter(" 7 "));
    for (String asked :
        List.of("3601", "999999999", "9223372036854775808", "Fri, 31 Dec 9999 23:59:59 GMT")) {
      Duration wait = HttpAnswers.retryAfter(asked);
      assertEquals(Duration.ofHours(1), wait, asked);
    }
  }

  @Test
  void aTimeInThePastIsNowAndNonsenseIsNothing() {
    assertEquals(Duration.ZERO, HttpAnswers.retryAfter("Sun, 06 Nov 1994 08:49:37 GMT"));
    for (String asked : List.of("", "soon", "-1", "1.5")) {
      assertNull(HttpAnswers.retryAfter(asked), asked);
    }
  }
}
