package dev.kora.memory.sea;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No column of an event can be changed unseen: a new one must be given its place here. */
class EveryColumnTamperTest {
  private record Change(String value, Kind found) {}

  private static final Map<String, Change> CHANGES =
      Map.ofEntries(
          Map.entry("event_id", new Change("gen_random_uuid()", Kind.HASH)),
          Map.entry("tenant_id", new Change("gen_random_uuid()", Kind.GAP)),
          Map.entry("seq", new Change("seq + 100", Kind.GAP)),
          Map.entry("event_key", new Change("gen_random_uuid()", Kind.HASH)),
          Map.entry("event_type", new Change("event_type || 'x'", Kind.HASH)),
          Map.entry("actor_id", new Change("gen_random_uuid()", Kind.HASH)),
          Map.entry("actor_kind", new Change("'operator'", Kind.HASH)),
          Map.entry(
              "occurred_at",
              new Change("occurred_at - interval '1 microsecond'", Kind.TIME_COLUMNS_DIFFER)),
          Map.entry("occurred_us", new Change("occurred_us + 1", Kind.HASH)),
          Map.entry("emitted_us", new Change("emitted_us - 1", Kind.HASH)),
          Map.entry("payload", new Change("'{\"i\":1.5}'", Kind.JSONB_COPY_DIFFERS)),
          Map.entry("payload_c14n", new Change("payload_c14n || ' '::bytea", Kind.HASH)),
          Map.entry("payload_sha256", new Change("sha256('x')", Kind.HASH)),
          Map.entry("prev_event_hash", new Change("sha256('x')", Kind.PREVIOUS)),
          Map.entry("this_event_hash", new Change("sha256('x')", Kind.HASH)),
          Map.entry("hash_version", new Change("0", Kind.UNKNOWN_VERSION)));

  private final TestSea sea = TestSea.shared();

  @Test
  void everyColumnIsInTheList() throws Exception {
    Set<String> columns = new TreeSet<>();
    try (Connection connection = Connections.open(sea.admin());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT column_name FROM information_schema.columns"
                    + " WHERE table_schema = 'hivex_foundation' AND table_name = 'event_log'")) {
      while (row.next()) {
        columns.add(row.getString(1));
      }
    }
    assertEquals(columns, new TreeSet<>(CHANGES.keySet()));
  }

  static Stream<String> columns() {
    return CHANGES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("columns")
  void aChangeIsFoundAtItsRow(String column) throws Exception {
    for (int seq = 1; seq <= 3; seq++) {
      Workspace workspace = sea.newWorkspace();
      for (int i = 1; i <= 4; i++) {
        sea.store()
            .append(
                workspace.caller(),
                "kora.test.ran",
                ("{\"i\":" + i + "}").getBytes(UTF_8),
                new WriteKey(UUID.randomUUID(), null));
      }
      Change change = requireNonNull(CHANGES.get(column));
      sea.tamper(
          "SET session_replication_role = replica",
          "UPDATE hivex_foundation.event_log SET %s = %s WHERE seq = %d AND tenant_id = (SELECT tenant_id FROM hivex_foundation.tenant WHERE clerk_org_id = '%s')"
              .formatted(column, change.value(), seq, workspace.id()));

      ChainBreak found = sea.server().verify(workspace.id()).workspaces().get(0).chainBreak();
      assertNotNull(found);
      assertEquals(change.found(), found.kind(), found::toString);
      assertEquals(seq, found.seq(), found::toString);
    }
  }
}
