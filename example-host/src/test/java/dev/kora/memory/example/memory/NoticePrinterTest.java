package dev.kora.memory.example.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.spi.Notice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticePrinterTest {
  @Test
  void goodNewsFollowsBadNewsOnly() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    NoticePrinter printer = new NoticePrinter(new PrintStream(err, true, StandardCharsets.UTF_8));
    printer.onNotice(new Notice(Notice.Level.INFO, "x: is warm"));
    printer.onNotice(new Notice(Notice.Level.WARNING, "x: is degraded: writes wait"));
    printer.onNotice(new Notice(Notice.Level.INFO, "x: has recovered after 3 s"));
    assertEquals(
        List.of("warning: x: is degraded: writes wait", "info: x: has recovered after 3 s"),
        err.toString(StandardCharsets.UTF_8).lines().toList());
  }
}
