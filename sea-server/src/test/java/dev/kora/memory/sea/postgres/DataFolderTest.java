package dev.kora.memory.sea.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void theLockOutlastsThoseInTheSameJvmWhoAskForTheFolder() throws Exception {
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), folder.resolve("data"));
    try (DataFolder held = DataFolder.open(folder.resolve("data"))) {
      held.announce("the first one");
      assertTrue(DataFolder.isInUse(alias));
      SeaException e = assertThrows(SeaException.class, () -> DataFolder.open(alias));
      assertTrue(String.valueOf(e.getMessage()).contains("the first one"), e::toString);

      assertEquals(IN_USE, askedByAnotherJvm());
    }
    assertFalse(DataFolder.isInUse(alias));
  }

  private static final int IN_USE = 3;

  private int askedByAnotherJvm() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            DataFolderTest.class.getName() + "$Asking",
            folder.resolve("data").toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  /** The other JVM's. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) {
      System.exit(DataFolder.isInUse(Path.of(args[0])) ? IN_USE : 0);
    }
  }
}
