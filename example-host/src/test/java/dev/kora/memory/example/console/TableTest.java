package dev.kora.memory.example.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsColumnsAndLeavesNoTrailingSpace() {
    assertEquals(
        List.of("a     bb", "long  c"), new Table().row("a", "bb").row("long", "c").lines());
  }
}
