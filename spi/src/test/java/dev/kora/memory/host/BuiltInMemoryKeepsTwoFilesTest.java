package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.MemoryWrite.Action;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInMemoryKeepsTwoFilesTest {
  @TempDir Path temp;

  private Path folder() {
    return temp.resolve("not/yet/there");
  }

  private MemorySession session() {
    MemoryProvider provider = BuiltInMemory.in(folder());
    return provider.openSession(SessionContext.primary("s", "test", null));
  }

  private static void write(MemorySession session, Action action, String target, String text) {
    session.onMemoryWrite(new MemoryWrite(action, target, text));
  }

  private String file(String name) throws IOException {
    return Files.readString(folder().resolve(name));
  }

  @Test
  void entriesAreAddedAsListItemsAndShownInThePrompt() throws IOException {
    MemorySession session = session();
    assertEquals("", session.systemPromptBlock());
    write(session, Action.ADD, "memory", "build with mvnw");
    write(session, Action.ADD, "memory", "two\r\nlines");
    write(session, Action.ADD, "user", "likes tea");
    assertEquals("- build with mvnw\n- two\n  lines\n", file("MEMORY.md"));
    assertEquals(
        """
        ## Your notes (MEMORY.md)

        - build with mvnw
        - two
          lines

        ## What you know of the user (USER.md)

        - likes tea""",
        session.systemPromptBlock());
  }

  @Test
  void onlyTheEntryThatIsExactlyTheTextIsRemoved() throws IOException {
    MemorySession session = session();
    for (String entry : List.of("tea", "tea\nand cake", "green tea", "tea")) {
      write(session, Action.ADD, "user", entry);
    }
    write(session, Action.REMOVE, "user", "coffee");
    assertEquals("- tea\n- tea\n  and cake\n- green tea\n- tea\n", file("USER.md"));
    write(session, Action.REMOVE, "user", "tea");
    assertEquals("- tea\n  and cake\n- green tea\n- tea\n", file("USER.md"));
    write(session, Action.REMOVE, "user", "tea");
    assertEquals("- tea\n  and cake\n- green tea\n", file("USER.md"));
    write(session, Action.REMOVE, "user", "tea\nand cake");
    write(session, Action.REMOVE, "user", "green tea");
    assertEquals("", file("USER.md"));
  }

  @Test
  void replaceMakesTheTextAllThereIs() throws IOException {
    MemorySession session = session();
    write(session, Action.ADD, "memory", "old");
    write(session, Action.REPLACE, "memory", "# New\n\nprose");
    assertEquals("# New\n\nprose\n", file("MEMORY.md"));
    write(session, Action.ADD, "memory", "more");
    assertEquals("# New\n\nprose\n- more\n", file("MEMORY.md"));
    write(session, Action.REPLACE, "memory", " \n");
    assertEquals("", file("MEMORY.md"));
  }

  @Test
  void nothingButTheTwoFilesIsLeftBehindAndAnotherProcessSeesThem() throws IOException {
    MemorySession session = session();
    write(session, Action.ADD, "memory", "a");
    write(session, Action.ADD, "user", "b");
    try (var files = Files.list(folder())) {
      assertEquals(
          List.of("MEMORY.md", "USER.md"),
          files.map(f -> f.getFileName().toString()).sorted().toList());
    }
    assertEquals(session.systemPromptBlock(), session().systemPromptBlock());
  }

  @Test
  void aFolderThatCannotBeOneIsAnErrorAndDegraded() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    try (MemoryProvider provider = BuiltInMemory.in(file)) {
      assertInstanceOf(ProviderHealth.Degraded.class, provider.health());
      MemorySession session = provider.openSession(SessionContext.primary("s", "test", null));
      assertThrows(UncheckedIOException.class, () -> write(session, Action.ADD, "memory", "a"));
    }
  }

  @Test
  void afterCloseNothingIsWrittenAndNothingShown() {
    MemoryProvider provider = BuiltInMemory.in(folder());
    MemorySession session = provider.openSession(SessionContext.primary("s", "test", null));
    write(session, Action.ADD, "memory", "a");
    provider.close();
    assertEquals("", session.systemPromptBlock());
    write(session, Action.ADD, "memory", "b");
    assertEquals("## Your notes (MEMORY.md)\n\n- a", session().systemPromptBlock());
    assertInstanceOf(ProviderHealth.Down.class, provider.health());
  }
}
