package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.Workspaces;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  private final TestSea sea = TestSea.shared();
  private Workspace workspace;

  @BeforeEach
  void aWorkspaceOfItsOwn() throws Exception {
    workspace = sea.newWorkspace();
  }

  @Test
  void entriesWithAnyOfTheWordsAreFoundTheBestFirst() throws Exception {
    write("Nothing of the kind.");
    write("A violin and a cello.");
    write("She plays the violin in an orchestra, and the violin is old.");

    assertEquals(
        List.of(
            "She plays the violin in an orchestra, and the violin is old.",
            "A violin and a cello."),
        search("who is playing violins?", 10));
  }

  @Test
  void aRareWordCountsForMoreThanSeveralThatManyEntriesHave() throws Exception {
    String rare = "When at last all of them had left the house, somebody began to play a violin.";
    write(rare);
    for (int i = 0; i < 20; i++) {
      write("Meeting notes, meeting " + i);
    }

    assertEquals(rare, search("notes of the meeting about a violin", 10).get(0));
  }

  @Test
  void ofEqualsTheNewestIsFirstAndTheLimitHolds() throws Exception {
    for (int i = 0; i < 5; i++) {
      write("note " + "abcde".charAt(i) + i);
    }

    assertEquals(List.of("note e4", "note d3"), search("notes", 2));
    assertEquals(List.of(), search("notes", 0));
    assertEquals(List.of(), search("notes", -1));
    assertEquals(5, search("notes", Integer.MAX_VALUE).size());
  }

  @Test
  void onlyActiveEntriesAreFound() throws Exception {
    UUID old = write("the violin was blue");
    sea.store().supersede(workspace.caller(), old, entry("the violin is red"), key());

    assertEquals(List.of("the violin is red"), search("violin", 10));
  }

  @Test
  void aReaderFindsItsOwnWorkspacesEntriesOnlyAndOnlyWithTheSetting() throws Exception {
    write("my violin");
    Workspace other = sea.newWorkspace();
    sea.store().write(other.caller(), entry("their violin"), key());

    assertEquals(List.of("my violin"), search("violin", 10));
    assertEquals(List.of(), search(workspace.reader(), other.id(), "violin", 10));
    assertEquals(List.of(), search(workspace.reader(), null, "violin", 10));
    assertEquals(List.of("their violin"), search(sea.admin(), other.id(), "violin", 10));
    assertEquals(List.of(), search(sea.admin(), null, "violin", 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "the and of", "' | & ! ( ) : * \\ <-> ''", "\\' \\\\ x\\'y"})
  void aQueryWithoutWordsFindsNothingAndSignsAreNoOperators(String query) throws Exception {
    write("my violin");

    assertEquals(List.of(), search(query, 10));
  }

  @Test
  void aWordWithSignsInItIsFound() throws Exception {
    write("see file://host/a/b'c\\d?x=1 or /usr/it's/here for more");

    assertEquals(1, search("file://host/a/b'c\\d?x=1", 10).size());
    assertEquals(1, search("/usr/it's/here", 10).size());
  }

  @Test
  void aVeryLongQueryIsAnswered() throws Exception {
    write("my violin");

    assertEquals(List.of("my violin"), search("violin " + "some other words ".repeat(5_000), 10));
  }

  @Test
  void aTextOfTheGreatestLengthIsStoredAndFoundByItsBeginning() throws Exception {
    StringBuilder text = new StringBuilder("violin");
    for (int i = 0; text.length() < 262_000; i++) {
      text.append(' ').append(Character.toString(0x10400 + i % 40)).append(Integer.toString(i, 36));
    }
    write(text.toString());

    assertEquals(1, search("violin", 10).size());
  }

  @Test
  void aWordThatManyEntriesHaveHidesNoneThatIsRare() throws Exception {
    sea.tamper(
        "INSERT INTO kronicle.agent_scratchpad_entries"
            + " (workspace_id, actor_id, content_inline, content_hash, visibility_scope,"
            + " scratchpad_kind, created_at)"
            + " SELECT workspace_id, actor_id, 'common '"
            + " || CASE i WHEN 1500 THEN 'hurdy' WHEN 3000 THEN 'newest' ELSE 'thing' END,"
            + " repeat('0', 64), 'agent_private', 'hypothesis', now() + i * interval '1 second'"
            + " FROM public.actor_registry, generate_series(1, 3000) i"
            + " WHERE actor_kind = 'kora' AND workspace_id = '"
            + workspace.id()
            + "'");

    assertEquals("common hurdy", search("common hurdy", 10).get(0));
    List<String> common = search("common", 10);
    assertEquals("common newest", common.get(0));
    assertEquals(10, common.size());
  }

  @Test
  void theWordsAreLookedUpInTheirIndexWhateverTheStatisticsSay() throws Exception {
    write("my violin");
    try (Connection connection = Connections.open(workspace.reader());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      Workspaces.enter(connection, workspace.id());
      statement.execute("SELECT * FROM kronicle.search_scratchpad('a violin, a cello', 10)");
      String scans =
          "SELECT pg_stat_get_xact_numscans('kronicle.agent_scratchpad_entries_words'::regclass),"
              + " pg_stat_get_xact_numscans('kronicle.agent_scratchpad_entries'::regclass)";
      try (ResultSet row = statement.executeQuery(scans)) {
        row.next();
        assertEquals(2, row.getLong(1), "one scan of the index for each word");
        assertEquals(0, row.getLong(2), "no scan of the table");
      }
    }
  }

  @Test
  void theResultHasTheTablesColumnsAndARank() throws Exception {
    UUID id = write("my violin");
    try (Connection connection = Connections.open(workspace.reader())) {
      connection.setAutoCommit(false);
      Workspaces.enter(connection, workspace.id());
      try (PreparedStatement query =
          connection.prepareStatement("SELECT * FROM kronicle.search_scratchpad(?, ?)")) {
        query.setString(1, "violin");
        query.setInt(2, 10);
        try (ResultSet row = query.executeQuery()) {
          assertTrue(row.next());
          assertEquals(id, row.getObject("scratchpad_entry_id", UUID.class));
          assertEquals(workspace.caller().actorId(), row.getObject("actor_id", UUID.class));
          assertEquals("0".repeat(64), row.getString("content_hash"));
          assertEquals("agent_private", row.getString("visibility_scope"));
          assertEquals("hypothesis", row.getString("scratchpad_kind"));
          assertEquals("active", row.getString("status"));
          assertTrue(row.getFloat("rank") > 0);
          assertFalse(row.next());
        }
      }
    }
  }

  private UUID write(String text) throws Exception {
    return sea.store().write(workspace.caller(), entry(text), key()).entryId();
  }

  private List<String> search(String text, int limit) throws Exception {
    return search(workspace.reader(), workspace.id(), text, limit);
  }

  private static List<String> search(Dsn dsn, @Nullable String workspaceId, String text, int limit)
      throws Exception {
    try (Connection connection = Connections.open(dsn)) {
      connection.setAutoCommit(false);
      if (workspaceId != null) {
        Workspaces.enter(connection, workspaceId);
      }
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT content_inline FROM kronicle.search_scratchpad(?, ?)")) {
        query.setString(1, text);
        query.setInt(2, limit);
        List<String> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            found.add(row.getString(1));
          }
        }
        return found;
      }
    }
  }

  private static ScratchpadEntry entry(String text) {
    return new ScratchpadEntry("hypothesis", "agent_private", text, "0".repeat(64));
  }

  private static WriteKey key() {
    return new WriteKey(UUID.randomUUID(), null);
  }
}
