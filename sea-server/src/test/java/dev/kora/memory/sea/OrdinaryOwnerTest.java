package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.RelationLink;
import dev.kora.memory.sea.store.RelationLink.Entity;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.TokenHash;
import dev.kora.memory.sea.store.Workspaces;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database whose owner is no superuser, as managed servers have it: the policies hold for it. */
class OrdinaryOwnerTest {
  private final TestSea sea = TestSea.shared();
  private final String name = "own_" + UUID.randomUUID().toString().replace("-", "");
  private Dsn owner;
  private SeaServer server;

  @BeforeEach
  void aServerOnIt() throws Exception {
    String password = Secrets.random();
    sea.tamper(
        "CREATE ROLE %s LOGIN CREATEROLE PASSWORD '%s'".formatted(name, password),
        "CREATE DATABASE %s OWNER %s".formatted(name, name));
    // The group roles are the cluster's, and made by the other database's owner.
    boolean oldest = Integer.parseInt(sea.query("SHOW server_version_num")) < 160_000;
    String option = oldest ? "ADMIN OPTION" : "ADMIN TRUE, INHERIT FALSE, SET FALSE";
    for (String role : List.of("sea_writer", "sea_reader", "sea_search")) {
      sea.tamper("GRANT %s TO %s WITH %s".formatted(role, name, option));
    }
    Dsn admin = sea.admin();
    owner = new Dsn(admin.hostAndPort(), name, admin.query(), name, password);
    try (Connection connection =
            Connections.open(
                new Dsn(admin.hostAndPort(), name, admin.query(), admin.user(), admin.password()));
        Statement statement = connection.createStatement()) {
      statement.execute("GRANT CREATE ON SCHEMA public TO " + name);
    }
    server = SeaServer.start(SeaOptions.builder().dsn(owner.uri()).build());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    sea.tamper("DROP DATABASE %s WITH (FORCE)".formatted(name).toLowerCase(Locale.ROOT));
  }

  @Test
  void everythingWorksAndTheOwnerSeesOneWorkspaceAtATime() throws Exception {
    try (EventStore store = EventStore.open(owner)) {
      Caller caller = store.resolve(TokenHash.of(server.credentials().token())).orElseThrow();
      ScratchpadEntry entry =
          new ScratchpadEntry("hypothesis", "agent_private", "a hurdy-gurdy", "0".repeat(64));
      UUID first = store.write(caller, entry, key()).entryId();
      store.supersede(caller, first, entry, key());
      store.link(
          caller,
          new RelationLink(
              new Entity(first, "Concept"),
              new Entity(UUID.randomUUID(), "Concept"),
              "blocks",
              List.of(),
              null),
          key());
    }

    assertTrue(server.verify(server.workspaceId()).intact());
    try (Connection connection = Connections.open(owner)) {
      connection.setAutoCommit(false);
      for (String table :
          List.of(
              "kronicle.agent_scratchpad_entries",
              "kronicle.workspace_constitution_revisions",
              "public.relationlink",
              "public.kora_policy_registry",
              "public.kora_role_charter",
              "public.actor_registry",
              "hivex_foundation.event_log")) {
        assertEquals(0, count(connection, table), table);
        Workspaces.enter(connection, "org_other");
        assertEquals(0, count(connection, table), table);
        Workspaces.enter(connection, server.workspaceId());
        assertTrue(count(connection, table) > 0, table);
        connection.rollback();
      }
    }
    try (Connection connection = Connections.open(Dsn.parse(server.credentials().readerDsn()))) {
      connection.setAutoCommit(false);
      Workspaces.enter(connection, server.workspaceId());
      assertEquals(1, count(connection, "kronicle.search_scratchpad('hurdy gurdy', 10)"));
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static WriteKey key() {
    return new WriteKey(UUID.randomUUID(), null);
  }
}
