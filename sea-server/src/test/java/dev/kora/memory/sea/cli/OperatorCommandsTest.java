package dev.kora.memory.sea.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.ForeignPostgres;
import dev.kora.memory.sea.cli.InProcess.Ended;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.TokenHash;
import dev.kora.memory.sea.store.Workspaces;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator whose role owns the database and may make roles, and is no superuser. */
class OperatorCommandsTest {
  private final ForeignPostgres foreign = ForeignPostgres.shared();
  private Dsn owner;

  @BeforeEach
  void emptyDatabase() throws Exception {
    owner = foreign.newDatabase();
  }

  @Test
  void fromAnEmptyDatabaseToAWriteAndARead() throws Exception {
    done("workspace", "create", "org_a", "--policy", "policy.kora_rate_limit_per_minute=6000");
    done("workspace", "create", "org_b");
    String token = done("token", "create", "--workspace", "org_a", "--expires", "90d").strip();
    Dsn reader = Dsn.parse(done("dsn", "create", "--workspace", "org_a").strip());

    try (EventStore store = EventStore.open(owner)) {
      Caller caller = store.resolve(TokenHash.of(token)).orElseThrow();
      assertEquals("org_a", caller.workspaceId());
      assertEquals("kora", caller.actorKind());
      store.append(
          caller, "kora.test.ran", "{}".getBytes(UTF_8), new WriteKey(UUID.randomUUID(), null));
    }
    assertTrue(reader.user().matches("sea_reader_[0-9a-f]{8}"), reader.user());
    assertEquals(1, events(reader, "org_a"));
    assertEquals(0, events(reader, "org_b"), "another workspace's setting");
    JsonNode list = json("workspace", "list", "--json").get("workspaces");
    assertEquals(2, list.size());
    assertEquals("org_a", list.get(0).get("workspace").textValue());
    assertTrue(list.get(0).get("events").longValue() >= 1, list::toString);
  }

  @Test
  void secretsAreOnStandardOutputOnceAndInNoLogOfTheDatabase() throws Exception {
    done("workspace", "create", "org_a");
    Ended token = command("token", "create", "--workspace", "org_a", "--actor", "oracle");
    Ended dsn = command("dsn", "create", "--workspace", "org_a");
    String secret = token.output().strip();
    Dsn reader = Dsn.parse(dsn.output().strip());

    assertEquals(1, token.output().lines().count());
    assertFalse(token.errors().contains(secret));
    assertFalse(dsn.errors().contains(reader.password()));
    assertFalse(done("token", "list").contains(secret));
    assertFalse(done("token", "list", "--json").contains(secret));
    String log = foreign.log();
    assertTrue(log.contains(reader.user()), "the statements are logged");
    assertFalse(log.contains(reader.password()), "the password is not");
    assertFalse(log.contains(secret), "the token is not");
  }

  @Test
  void aTokenIsListedWithItsStateAndRefusedOnceItIsOver() throws Exception {
    done("workspace", "create", "org_a");
    String expiring = done("token", "create", "--workspace", "org_a", "--expires", "30m").strip();
    String revoked = done("token", "create", "--workspace", "org_a").strip();
    String good = done("token", "create", "--workspace", "org_a", "--actor", "critic").strip();
    JsonNode before = json("token", "list", "--json").get("tokens");
    String id = before.get(1).get("id").textValue();

    assertTrue(command("token", "revoke", id).errors().contains("is revoked"));
    ForeignPostgres.run(
        owner, "UPDATE sea.service_token SET expires_at = now() WHERE expires_at IS NOT NULL");

    JsonNode after = json("token", "list", "--json").get("tokens");
    assertEquals("expired", after.get(0).get("state").textValue());
    assertEquals("revoked", after.get(1).get("state").textValue());
    assertEquals("valid", after.get(2).get("state").textValue());
    assertEquals("critic", after.get(2).get("actor").textValue());
    assertTrue(after.get(2).get("expires_at").isNull());
    String table = done("token", "list");
    assertEquals(4, table.lines().count(), table);
    int column = table.indexOf("ACTOR");
    table.lines().skip(1).forEach(line -> assertEquals(' ', line.charAt(column - 1), table));
    try (EventStore store = EventStore.open(owner)) {
      assertTrue(store.resolve(TokenHash.of(expiring)).isEmpty(), "expired");
      assertTrue(store.resolve(TokenHash.of(revoked)).isEmpty(), "revoked");
      assertTrue(store.resolve(TokenHash.of(good)).isPresent(), "valid");
    }
  }

  @Test
  void whoLacksRightsIsToldWhatASuperuserHasToRun() throws Exception {
    Dsn su = foreign.superuser();
    ForeignPostgres.run(
        su, "DROP ROLE IF EXISTS \"Weak\"", "CREATE ROLE \"Weak\" LOGIN PASSWORD 'x'");
    owner = new Dsn(su.hostAndPort(), owner.database(), "", "Weak", "x");

    Ended ended = command("workspace", "create", "org_a");

    assertEquals(1, ended.status());
    String sql = ended.errors().substring(ended.errors().indexOf("run there: ") + 11);
    assertTrue(sql.startsWith("ALTER ROLE \"Weak\" CREATEROLE; ALTER DATABASE"), ended.errors());
    Dsn here = new Dsn(su.hostAndPort(), owner.database(), "", su.user(), su.password());
    ForeignPostgres.run(here, sql.strip());
    done("workspace", "create", "org_a");
  }

  @Test
  void aPasswordCanStayOutOfTheProcessList() {
    assertEquals(
        "postgres://u:p%20w@h:5432/d", DatabaseOption.withPassword("postgres://u@h/d", "p w"));
    assertEquals("postgres://u:x@h/d", DatabaseOption.withPassword("postgres://u:x@h/d", "p"));
  }

  private Ended command(String... arguments) {
    return InProcess.executeWith("--dsn", owner.uri(), arguments);
  }

  private String done(String... arguments) {
    Ended ended = command(arguments);
    assertEquals(0, ended.status(), ended.errors());
    return ended.output();
  }

  private JsonNode json(String... arguments) throws Exception {
    String output = done(arguments);
    assertEquals(1, output.lines().count(), output);
    return new ObjectMapper().readTree(output);
  }

  private static long events(Dsn reader, String workspace) throws SQLException {
    try (Connection connection = Connections.open(reader);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      Workspaces.enter(connection, workspace);
      try (ResultSet row =
          statement.executeQuery("SELECT count(*) FROM hivex_foundation.event_log")) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
