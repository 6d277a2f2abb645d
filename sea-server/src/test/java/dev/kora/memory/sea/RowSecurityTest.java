package dev.kora.memory.sea;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.RelationLink;
import dev.kora.memory.sea.store.RelationLink.Entity;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.Workspaces;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSecurityTest {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String OUR_SCHEMAS = "('hivex_foundation', 'kronicle', 'sea', 'public')";
  // Whatever is added later is asked about too: the lists come from the catalogue.
  private static final String TABLES =
      "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')"
          + " AND n.nspname IN "
          + OUR_SCHEMAS;
  private static final String FUNCTIONS =
      "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN "
          + OUR_SCHEMAS;
  private static final String NO_WORKSPACES_ROWS =
      " AND c.oid NOT IN ('sea.capability'::regclass, 'sea.schema_history'::regclass)";

  private final TestSea sea = TestSea.shared();
  private Workspace mine;
  private Workspace other;

  @BeforeEach
  void twoWorkspacesWithRows() throws Exception {
    mine = sea.newWorkspace();
    other = sea.newWorkspace();
    for (Workspace workspace : new Workspace[] {mine, other}) {
      sea.store().append(workspace.caller(), "kora.test.ran", "{}".getBytes(UTF_8), key());
      sea.store()
          .write(
              workspace.caller(),
              new ScratchpadEntry("hypothesis", "agent_private", "x", "0".repeat(64)),
              key());
      sea.store()
          .link(
              workspace.caller(),
              new RelationLink(
                  new Entity(UUID.randomUUID(), "Concept"),
                  new Entity(UUID.randomUUID(), "Concept"),
                  "blocks",
                  List.of(),
                  null),
              key());
    }
  }

  @Test
  void aReaderSeesItsOwnWorkspaceAndOnlyWithTheSettingInEveryTable() throws Exception {
    List<String> readable =
        list(
            "SELECT c.oid::regclass "
                + TABLES
                + NO_WORKSPACES_ROWS
                + " AND has_table_privilege('sea_reader', c.oid, 'SELECT')");
    assertEquals(8, readable.size(), readable::toString);
    try (Connection connection = Connections.open(mine.reader())) {
      connection.setAutoCommit(false);
      for (String table : readable) {
        assertEquals(0, count(connection, table), table + " with no setting");
        Workspaces.enter(connection, mine.id());
        long rows = count(connection, table);
        Workspaces.enter(connection, other.id());
        assertEquals(0, count(connection, table), table + " with another's setting");
        Workspaces.enter(connection, "");
        assertEquals(0, count(connection, table), table + " with an empty setting");
        connection.commit();
        assertEquals(0, count(connection, table), table + " after the transaction");
        try (Connection superuser = Connections.open(sea.admin())) {
          assertEquals(count(superuser, ofWorkspace(table, mine.id())), rows, table);
        }
        assertTrue(rows > 0, table + " has rows of this workspace");
      }
    }
  }

  @Test
  void aPooledConnectionCarriesNothingIntoTheNextOnesQuery() throws Exception {
    // The login is bound to one workspace: a connection handed on shows another one nothing.
    try (Connection connection = Connections.open(mine.reader())) {
      for (int round = 0; round < 2; round++) {
        connection.setAutoCommit(false);
        Workspaces.enter(connection, mine.id());
        assertEquals(1, count(connection, "kronicle.agent_scratchpad_entries"));
        connection.rollback();
        Workspaces.enter(connection, other.id());
        assertEquals(0, count(connection, "kronicle.agent_scratchpad_entries"));
        connection.commit();
        connection.setAutoCommit(true);
        assertEquals(0, count(connection, "kronicle.agent_scratchpad_entries"));
      }
    }
  }

  @Test
  void everyTableOfAWorkspaceForcesRowSecurity() throws Exception {
    assertEquals(11, list("SELECT c.oid::regclass " + TABLES + NO_WORKSPACES_ROWS).size());
    assertEquals(
        List.of(),
        list(
            "SELECT c.oid::regclass "
                + TABLES
                + NO_WORKSPACES_ROWS
                + " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"));
  }

  @Test
  void noRoleThatServesRequestsWritesToATable() throws Exception {
    assertEquals(
        List.of(),
        list(
            "SELECT role || ' ' || c.oid::regclass "
                + TABLES.replace(
                    "WHERE",
                    "CROSS JOIN unnest(ARRAY['sea_reader', 'sea_writer',"
                        + " 'sea_search']) role WHERE")
                + " AND (has_table_privilege(role, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE,"
                + " REFERENCES, TRIGGER') OR has_any_column_privilege(role, c.oid,"
                + " 'INSERT, UPDATE'))"));
  }

  @Test
  void aReaderCallsTheSearchAndNothingThatWrites() throws Exception {
    assertEquals(
        List.of("kronicle.search_scratchpad", "sea.readable_workspace"),
        list(
            "SELECT n.nspname || '.' || p.proname "
                + FUNCTIONS
                + " AND has_function_privilege('sea_reader', p.oid, 'EXECUTE') ORDER BY 1"));
  }

  @Test
  void everyFunctionHasAFixedSearchPath() throws Exception {
    assertTrue(list("SELECT p.proname " + FUNCTIONS + " AND p.prosecdef").size() >= 7);
    assertEquals(
        List.of(),
        list(
            "SELECT p.proname "
                + FUNCTIONS
                + " AND 'search_path=pg_catalog, pg_temp' <> ALL (coalesce(p.proconfig, '{}'))"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM hivex_foundation.event_log",
        "UPDATE kronicle.agent_scratchpad_entries SET content_inline = ''",
        "SELECT * FROM sea.service_token",
        "SELECT * FROM sea.capability",
        "SELECT * FROM hivex_foundation.chain_head",
        "INSERT INTO sea.reader_binding VALUES (current_user, 'x')",
        "SELECT sea.append_event(NULL, NULL, NULL, NULL, NULL, NULL)",
        "SET ROLE sea_writer",
        "SET ROLE sea_search"
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
        "SELECT * FROM public.relationlink",
        "INSERT INTO hivex_foundation.chain_head VALUES (gen_random_uuid(), 0, '')",
        "UPDATE hivex_foundation.event_log SET seq = 1",
        "SELECT * FROM sea.lock_head('org_local')",
        "SELECT sea.append_locked('', NULL, 0, '', NULL, '', '', '', NULL, 0)",
        "SELECT sea.write_entry(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
        "SELECT sea.retire_entry(NULL, NULL, NULL)"
      })
  void theWriterRoleHasItsFunctionsAndNoTable(String sql) throws Exception {
    try (Connection connection = Connections.open(sea.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE sea_writer");
      assertForbidden(connection, sql);
    }
  }

  private static WriteKey key() {
    return new WriteKey(UUID.randomUUID(), null);
  }

  private static String ofWorkspace(String table, String id) {
    return switch (table) {
      case "hivex_foundation.tenant" -> table + " WHERE clerk_org_id = '" + id + "'";
      case "hivex_foundation.event_log" ->
          table
              + " JOIN hivex_foundation.tenant USING (tenant_id) WHERE clerk_org_id = '"
              + id
              + "'";
      default -> table + " WHERE workspace_id = '" + id + "'";
    };
  }

  private static void assertForbidden(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      SQLException e = assertThrows(SQLException.class, () -> statement.execute(sql));
      assertEquals(INSUFFICIENT_PRIVILEGE, e.getSQLState(), e::toString);
    }
  }

  private List<String> list(String sql) throws SQLException {
    try (Connection connection = Connections.open(sea.admin());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
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
