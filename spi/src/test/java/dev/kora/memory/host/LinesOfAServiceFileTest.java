package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesOfAServiceFileTest {
  @TempDir Path folder;

  private boolean malformed(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("services"), "# first\n  " + line + " # why\n");
    List<ServiceFile.Line> lines = ServiceFile.read(file.toUri().toURL());
    assertEquals(1, lines.size());
    assertEquals(2, lines.get(0).number());
    assertEquals(line, lines.get(0).text());
    return lines.get(0).malformed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Plugin", "a.b.Plugin", "a.B$C", "_a.$b", "é.ü1", "a.\uD835\uDC9C", "if.class"})
  void whatServiceLoaderTakesAsAName(String line) throws IOException {
    assertFalse(malformed(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1a", "a.1b", "a-b", "a..b", ".a", "a.", "a b", "a/b", "a,"})
  void whatItRefuses(String line) throws IOException {
    assertTrue(malformed(line));
  }

  @Test
  void oneWithoutAnEndIsNotReadToItsEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("services"), "#".repeat(1 << 17));
    URL url = file.toUri().toURL();
    IOException failure = assertThrows(IOException.class, () -> ServiceFile.read(url));
    assertEquals("larger than 65536 bytes", failure.getMessage());
  }
}
