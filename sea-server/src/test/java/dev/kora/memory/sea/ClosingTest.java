package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
  @Test
  void everythingIsClosedAndTheMessageSaysAllThatWentWrong() {
    List<String> closed = new ArrayList<>();
    AutoCloseable inner =
        () -> Closing.orThrow("the database did not stop", failing("token kept"), () -> {});

    SeaException e =
        assertThrows(
            SeaException.class,
            () -> Closing.orThrow("no clean stop", inner, null, () -> closed.add("last")));

    assertEquals("no clean stop: the database did not stop: token kept", e.getMessage());
    assertEquals(List.of("last"), closed);
  }

  private static AutoCloseable failing(String message) {
    return () -> {
      throw new SeaException(message);
    };
  }
}
