package dev.kora.memory.sea;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.audit.ChainVerifier;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A superuser changes what is stored; the verifier says what, and at which row. */
class ChainTamperTest {
  private static final String MINE =
      "tenant_id = (SELECT tenant_id FROM hivex_foundation.tenant WHERE clerk_org_id = '$workspace')";

  private final TestSea sea = TestSea.shared();
  private Workspace workspace;

  @BeforeEach
  void aChainOfFive() throws Exception {
    workspace = sea.newWorkspace();
    for (int i = 1; i <= 5; i++) {
      sea.store()
          .append(
              workspace.caller(),
              "kora.test.ran",
              ("{\"i\":" + i + "}").getBytes(UTF_8),
              new WriteKey(UUID.randomUUID(), null));
    }
    assertTrue(sea.server().verify(workspace.id()).intact());
  }

  @ParameterizedTest(name = "{0}, at {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HASH | 3 | UPDATE $log SET payload_c14n = convert_to('{"i":9}', 'UTF8') WHERE $mine AND seq = 3
          HASH | 3 | UPDATE $log SET payload_c14n = convert_to('{"i":9}', 'UTF8'), payload_sha256 = sha256(convert_to('{"i":9}', 'UTF8')) WHERE $mine AND seq = 3
          HASH | 2 | UPDATE $log SET event_type = 'kora.test.walked' WHERE $mine AND seq = 2
          HASH | 2 | UPDATE $log SET actor_kind = 'operator' WHERE $mine AND seq = 2
          HASH | 4 | UPDATE $log SET emitted_us = emitted_us + 1 WHERE $mine AND seq = 4
          HASH | 5 | UPDATE $log SET event_key = gen_random_uuid() WHERE $mine AND seq = 5
          PREVIOUS | 4 | UPDATE $log SET prev_event_hash = sha256('x') WHERE $mine AND seq = 4
          GAP | 2 | DELETE FROM $log WHERE $mine AND seq = 2
          GAP | 1 | DELETE FROM $log WHERE $mine AND seq = 1
          TRUNCATED | 5 | DELETE FROM $log WHERE $mine AND seq = 5
          CHAIN_MISSING | 1 | DELETE FROM $log WHERE $mine
          CHAIN_MISSING | 5 | DELETE FROM hivex_foundation.chain_head WHERE $mine
          CHAIN_MISSING | 1 | WITH gone AS (DELETE FROM $log WHERE $mine) DELETE FROM hivex_foundation.chain_head WHERE $mine
          HEAD_MISMATCH | 5 | UPDATE hivex_foundation.chain_head SET seq = 4 WHERE $mine
          HEAD_MISMATCH | 5 | UPDATE hivex_foundation.chain_head SET this_event_hash = sha256('x') WHERE $mine
          TIME_COLUMNS_DIFFER | 3 | UPDATE $log SET occurred_at = occurred_at + interval '1 microsecond' WHERE $mine AND seq = 3
          TIME_COLUMNS_DIFFER | 3 | UPDATE $log SET occurred_at = 'infinity' WHERE $mine AND seq = 3
          JSONB_COPY_DIFFERS | 3 | UPDATE $log SET payload = '{"i":4}' WHERE $mine AND seq = 3
          UNKNOWN_VERSION | 3 | UPDATE $log SET hash_version = 2 WHERE $mine AND seq = 3
          """)
  void isFoundAndNamed(Kind kind, long seq, String sql) throws Exception {
    sea.tamper(fill(sql));

    assertBreak(kind, seq);
  }

  @Test
  void aForkIsFoundOnceTheConstraintThatForbidsItIsGone() throws Exception {
    assertFoundWithout(
        "event_log_no_fork",
        "UPDATE $log SET prev_event_hash = (SELECT prev_event_hash FROM $log WHERE $mine AND seq = 3) WHERE $mine AND seq = 4",
        Kind.FORK,
        4,
        "UNIQUE (prev_event_hash, tenant_id)");
  }

  @Test
  void aRepeatedKeyIsFoundOnceTheConstraintThatForbidsItIsGone() throws Exception {
    assertFoundWithout(
        "event_log_key_once",
        "UPDATE $log SET event_key = (SELECT event_key FROM $log WHERE $mine AND seq = 2) WHERE $mine AND seq = 4",
        Kind.DUPLICATE_KEY,
        4,
        "UNIQUE (event_key, tenant_id)");
  }

  @Test
  void theFirstOfManyRepeatedKeysIsNamed() throws Exception {
    assertFoundWithout(
        "event_log_key_once",
        "UPDATE $log SET event_key = (SELECT event_key FROM $log WHERE $mine AND seq = 1) WHERE $mine AND seq > 2",
        Kind.DUPLICATE_KEY,
        3,
        "UNIQUE (event_key, tenant_id)");
  }

  @ParameterizedTest
  @CsvSource({
    "payload_c14n, HASH",
    "this_event_hash, HASH",
    "event_key, HASH",
    "event_type, HASH",
    "prev_event_hash, PREVIOUS",
    "payload, JSONB_COPY_DIFFERS",
    "occurred_at, TIME_COLUMNS_DIFFER",
    "hash_version, UNKNOWN_VERSION"
  })
  void aValueThatIsGoneIsFound(String column, Kind kind) throws Exception {
    String alter = "ALTER TABLE hivex_foundation.event_log ALTER COLUMN " + column;
    sea.tamper(
        alter + " DROP NOT NULL",
        fill("UPDATE $log SET " + column + " = NULL WHERE $mine AND seq = 3"));
    try {
      assertBreak(kind, 3);
    } finally {
      sea.tamper(fill("DELETE FROM $log WHERE $mine"), alter + " SET NOT NULL");
    }
  }

  @Test
  void aLargePayloadIsVerifiedLikeASmallOne() throws Exception {
    String large = "{\"text\":\"" + "long ".repeat(100_000) + "\"}";
    sea.store()
        .append(
            workspace.caller(),
            "kora.test.ran",
            large.getBytes(UTF_8),
            new WriteKey(UUID.randomUUID(), null));
    assertTrue(sea.server().verify(workspace.id()).intact());

    sea.tamper(
        fill(
            "UPDATE $log SET payload = jsonb_set(payload, '{text}', '1') WHERE $mine AND seq = 6"));
    assertBreak(Kind.JSONB_COPY_DIFFERS, 6);
  }

  @Test
  void aFilteredViewIsNotVerified() throws Exception {
    try (Connection connection = Connections.open(workspace.reader())) {
      ChainVerifier verifier = new ChainVerifier();
      SeaException e =
          assertThrows(SeaException.class, () -> verifier.verify(connection, workspace.id()));
      assertTrue(String.valueOf(e.getMessage()).contains("may not see every row"), e::toString);
    }
  }

  @Test
  void anEmptyChainIsNotVerified() throws Exception {
    String empty = sea.newWorkspace().id();
    SeaException e = assertThrows(SeaException.class, () -> sea.server().verify(empty));
    assertTrue(String.valueOf(e.getMessage()).contains("nothing to verify yet"), e::toString);
  }

  @Test
  void aChainWhoseHeadIsGoneTakesNoEvent() throws Exception {
    sea.tamper(
        fill("DELETE FROM $log WHERE $mine"),
        fill("DELETE FROM hivex_foundation.chain_head WHERE $mine"));

    WriteKey key = new WriteKey(UUID.randomUUID(), null);
    assertThrows(
        SQLException.class,
        () -> sea.store().append(workspace.caller(), "kora.test.ran", "{}".getBytes(UTF_8), key));
  }

  @Test
  void aChainWhoseWorkspaceIsGoneIsFound() throws Exception {
    sea.tamper(
        "SET session_replication_role = replica",
        "DELETE FROM hivex_foundation.tenant WHERE clerk_org_id = '" + workspace.id() + "'");

    assertTrue(
        sea.server().verify(null).workspaces().stream()
            .map(WorkspaceVerdict::chainBreak)
            .anyMatch(found -> found != null && found.detail().contains("chain of 5 events")));
  }

  @Test
  void aWorkspaceThatIsNotThereIsNotVerified() {
    assertThrows(SeaException.class, () -> sea.server().verify("org_none"));
  }

  private void assertFoundWithout(
      String constraint, String sql, Kind kind, long seq, String definition) throws Exception {
    sea.tamper("ALTER TABLE hivex_foundation.event_log DROP CONSTRAINT " + constraint, fill(sql));
    try {
      assertBreak(kind, seq);
    } finally {
      sea.tamper(
          fill("DELETE FROM $log WHERE $mine"),
          "ALTER TABLE hivex_foundation.event_log ADD CONSTRAINT " + constraint + " " + definition);
    }
  }

  private void assertBreak(Kind kind, long seq) {
    VerifyReport report = sea.server().verify(workspace.id());
    ChainBreak found = report.workspaces().get(0).chainBreak();
    assertNotNull(found);
    assertEquals(kind, found.kind(), found::toString);
    assertEquals(seq, found.seq(), found::toString);
    assertEquals(false, report.intact());
  }

  private String fill(String sql) {
    return sql.replace("$log", "hivex_foundation.event_log")
        .replace("$mine", MINE.replace("$workspace", workspace.id()));
  }
}
