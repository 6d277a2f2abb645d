package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.cli.InProcess.Ended;
import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.TokenHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderCommandsTest {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void otherUsersMayEnter() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = folder.resolve("data");
  }

  @Test
  void theCommandsWorkBesideAServerAndWithoutOne() throws Exception {
    String kept;
    String mine;
    String port;
    try (SeaServer server = start("0.0.0.0")) {
      assertTrue(server.hasTokensForClients(), "the kept token is one");
      kept = server.credentials().token();
      port = Dsn.parse(server.credentials().adminDsn()).hostAndPort();
      done("workspace", "create", "org_b");
      mine = done("token", "create", "--workspace", "org_b").strip();
      assertEquals(port, Dsn.parse(done("dsn", "create", "--workspace", "org_b")).hostAndPort());
    }

    JsonNode tokens = tokens();
    assertEquals(2, tokens.size());
    assertEquals("org_local", tokens.get(1).get("workspace").textValue());
    Path credentials = data.resolve("credentials.json");
    assertNotEquals(
        port,
        Dsn.parse(CredentialsFile.read(credentials).orElseThrow().adminDsn()).hostAndPort(),
        "a command that comes upon another one finds its port");
    done("token", "revoke", tokens.get(1).get("id").textValue());

    try (SeaServer server = start("127.0.0.1");
        EventStore store = EventStore.open(Dsn.parse(server.credentials().adminDsn()))) {
      assertNotEquals(kept, server.credentials().token(), "a revoked token is replaced");
      assertTrue(store.resolve(TokenHash.of(kept)).isEmpty());
      assertTrue(store.resolve(TokenHash.of(server.credentials().token())).isPresent());
      assertTrue(store.resolve(TokenHash.of(mine)).isPresent());
      assertEquals(
          server.credentials(), CredentialsFile.read(server.credentialsFile()).orElseThrow());
    }
  }

  @Test
  void aFolderThatNoServerMadeIsNotMadeByACommand() {
    Ended ended = run("workspace", "create", "org_a");

    assertEquals(1, ended.status());
    assertTrue(ended.errors().contains("there is no server's data"), ended.errors());
    assertTrue(Files.notExists(data));
  }

  private SeaServer start(String host) {
    return SeaServer.start(SeaOptions.builder().host(host).dataDir(data).build());
  }

  private JsonNode tokens() throws Exception {
    return new ObjectMapper().readTree(done("token", "list", "--json")).get("tokens");
  }

  private String done(String... arguments) {
    Ended ended = run(arguments);
    assertEquals(0, ended.status(), ended.errors());
    return ended.output().strip();
  }

  private Ended run(String... arguments) {
    return InProcess.executeWith("--data-dir", data.toString(), arguments);
  }
}
