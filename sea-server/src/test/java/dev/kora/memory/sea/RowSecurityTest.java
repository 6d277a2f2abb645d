package dev.kora.memory.sea;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.Workspaces;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowSecurityTest {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final TestSea sea = TestSea.shared();
  private Workspace mine;
  private Workspace other;

  @BeforeEach
  void twoWorkspacesWithRows() throws Exception {
    mine = sea.newWorkspace();
    other = sea.newWorkspace();
    for (Workspace workspace : new Workspace[] {mine, other}) {
      WriteKey key = new WriteKey(UUID.randomUUID(), null);
      sea.store().append(workspace.caller(), "kora.test.ran", "{}".getBytes(UTF_8), key);
      sea.store()
          .write(
              workspace.caller(),
              new ScratchpadEntry("hypothesis", "agent_private", "x", "0".repeat(64)),
              new WriteKey(UUID.randomUUID(), null));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hivex_foundation.tenant, 1",
    "hivex_foundation.event_log, 2",
    "public.actor_registry, 9",
    "kronicle.agent_scratchpad_entries, 1"
  })
  void aReaderSeesItsOwnWorkspaceAndOnlyWithTheSetting(String table, int rows) throws Exception {
    try (Connection connection = Connections.open(mine.reader())) {
      connection.setAutoCommit(false);
      assertEquals(0, count(connection, table), "no setting");
      Workspaces.enter(connection, mine.id());
      assertEquals(rows, count(connection, table), "its own");
      Workspaces.enter(connection, other.id());
      assertEquals(0, count(connection, table), "another's");
      connection.commit();
      assertEquals(0, count(connection, table), "the setting ends with the transaction");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM hivex_foundation.event_log",
        "UPDATE kronicle.agent_scratchpad_entries SET content_inline = ''",
        "SELECT * FROM sea.service_token",
        "SELECT * FROM hivex_foundation.chain_head",
        "INSERT INTO sea.reader_binding VALUES (current_user, 'x')",
        "SELECT sea.append_event(NULL, NULL, NULL, NULL, NULL, NULL)"
      })
  void aReaderDoesNothingElse(String sql) throws Exception {
    try (Connection connection = Connections.open(mine.reader())) {
      assertForbidden(connection, sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM hivex_foundation.event_log",
        "INSERT INTO hivex_foundation.chain_head VALUES (gen_random_uuid(), 0, '')",
        "UPDATE hivex_foundation.event_log SET seq = 1",
        "SELECT * FROM sea.lock_head('org_local')",
        "SELECT sea.append_locked('', NULL, 0, '', NULL, '', '', '', NULL, 0)"
      })
  void theWriterRoleHasItsFunctionsAndNoTable(String sql) throws Exception {
    try (Connection connection = Connections.open(sea.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE sea_writer");
      assertForbidden(connection, sql);
    }
  }

  @Test
  void everyTableOfAWorkspaceForcesRowSecurity() throws Exception {
    try (Connection connection = Connections.open(sea.admin())) {
      assertEquals(5, count(connection, "pg_class WHERE relrowsecurity AND relforcerowsecurity"));
    }
  }

  private static void assertForbidden(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      SQLException e = assertThrows(SQLException.class, () -> statement.execute(sql));
      assertEquals(INSUFFICIENT_PRIVILEGE, e.getSQLState(), e::toString);
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }
}
