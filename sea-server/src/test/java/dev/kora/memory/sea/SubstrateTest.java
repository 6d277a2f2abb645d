package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
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
  void theFileOfAServerOnAGivenDatabaseHoldsWhatIsItsOwnAndNotTheOwnersPassword() throws Exception {
    Dsn owner = ForeignPostgres.shared().newDatabase();
    try (SeaServer server = SeaServer.start(SeaOptions.builder().dsn(owner.uri()).build())) {
      SeaCredentials inMemory = server.credentials();
      SeaCredentials onDisk = CredentialsFile.read(server.credentialsFile()).orElseThrow();

      assertEquals(inMemory.token(), onDisk.token());
      assertEquals(inMemory.readerDsn(), onDisk.readerDsn());
      assertEquals(owner.withoutPassword(), Dsn.parse(onDisk.adminDsn()));
      assertFalse(Files.readString(server.credentialsFile()).contains(owner.password()));
    }
  }

  @Test
  void theFileOfAServerOnAnUnreachableDatabaseIsRemoved() {
    Substrate substrate =
        Substrate.open(SeaOptions.builder().dsn("postgres://a:x@127.0.0.1:1/d").build());
    Path file = substrate.credentialsFile();
    CredentialsFile.write(file, substrate.credentialsOnDisk(), "w");
    assertTrue(Files.exists(file));

    substrate.close();

    assertFalse(Files.exists(file.getParent()));
  }
}
