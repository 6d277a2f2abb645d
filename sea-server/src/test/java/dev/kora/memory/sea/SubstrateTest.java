package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.store.CredentialsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubstrateTest {
  private static final SeaCredentials SOME =
      new SeaCredentials("postgres://r:x@127.0.0.1:1/d", "postgres://a:x@127.0.0.1:1/d", "t");

  @TempDir Path folder;

  @Test
  void aFolderMadeForOneWorkspaceIsNotOpenedForAnother() {
    CredentialsFile.write(folder.resolve("credentials.json"), SOME, "org_one");
    SeaOptions options = SeaOptions.builder().dataDir(folder).workspaceId("org_two").build();

    SeaException e = assertThrows(SeaException.class, () -> SeaServer.start(options));

    assertTrue(String.valueOf(e.getMessage()).contains("\"org_one\""), e::toString);
    assertEquals("org_one", CredentialsFile.workspace(folder.resolve("credentials.json")).get());
  }

  @Test
  void theFileOfAServerOnAnUnreachableDatabaseIsRemoved() {
    Substrate substrate =
        Substrate.open(SeaOptions.builder().dsn("postgres://a:x@127.0.0.1:1/d").build());
    Path file = substrate.credentialsFile();
    assertTrue(Files.exists(file.getParent()));

    substrate.close();

    assertFalse(Files.exists(file.getParent()));
  }
}
