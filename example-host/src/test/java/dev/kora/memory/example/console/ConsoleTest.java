package dev.kora.memory.example.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Console console =
      Console.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void aStepSaysHowItEnded() throws Exception {
    assertEquals(7, console.step("Counting", () -> 7));
    assertThrows(
        IllegalStateException.class,
        () ->
            console.step(
                "Falling",
                () -> {
                  throw new IllegalStateException();
                }));

    assertTrue(told().matches("(?s) {3}Counting … done .*\n {3}Falling … failed .*\n"), told());
  }

  @Test
  void textFromElsewhereCannotDriveTheTerminal() {
    console.say("a\u001b[2Jb");
    console.chapter("x @|red y|@");

    assertFalse(told().contains("\u001b"), told());
    assertTrue(told().contains("a\uFFFD[2Jb"), told());
  }

  private String told() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
