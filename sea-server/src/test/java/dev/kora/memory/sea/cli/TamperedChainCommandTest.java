package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.cli.InProcess.Ended;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify} on a database that somebody with every right has changed, and on its export. */
class TamperedChainCommandTest extends TamperedChainFixture {
  private static final String TWIN =
      "INSERT INTO $log SELECT (jsonb_populate_record(e, jsonb_build_object('event_id',"
          + " gen_random_uuid(), 'event_key', gen_random_uuid()))).* FROM $log e WHERE $mine AND seq"
          + " = 3";
  private static final String FIRST = "ctid = (SELECT min(ctid) FROM $log WHERE $mine AND seq = 3)";

  @AfterAll
  static void everyKindWasSeen() {
    assertEquals(EnumSet.allOf(Kind.class), SEEN);
  }

  @ParameterizedTest(name = "{0}, at {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hash | 3 | UPDATE $log SET payload_c14n = convert_to('{"i":9}', 'UTF8'), payload_sha256 = sha256(convert_to('{"i":9}', 'UTF8')), payload = '{"i":9}' WHERE $mine AND seq = 3
          hash | 5 | UPDATE $log SET payload_sha256 = sha256('x') WHERE $mine AND seq = 5
          hash | 1 | UPDATE $log SET event_type = NULL WHERE $mine AND seq = 1
          previous | 4 | UPDATE $log SET prev_event_hash = sha256('x') WHERE $mine AND seq = 4
          previous | 1 | UPDATE $log SET prev_event_hash = '' WHERE $mine AND seq = 1
          gap | 3 | DELETE FROM $log WHERE $mine AND seq = 3
          gap | 3 | WITH gone AS (DELETE FROM $log WHERE $mine AND seq = 3) UPDATE $log SET event_key = (SELECT event_key FROM $log WHERE $mine AND seq = 2) WHERE $mine AND seq = 4
          gap | 1 | UPDATE $log SET seq = seq + 1 WHERE $mine
          fork | 4 | UPDATE $log SET prev_event_hash = (SELECT prev_event_hash FROM $log WHERE $mine AND seq = 3) WHERE $mine AND seq = 4
          head mismatch | 5 | UPDATE $head SET this_event_hash = sha256('x') WHERE $mine
          head mismatch | 5 | UPDATE $head SET seq = 4 WHERE $mine
          truncated | 4 | DELETE FROM $log WHERE $mine AND seq > 3
          chain missing | 1 | DELETE FROM $log WHERE $mine
          chain missing | 5 | DELETE FROM $head WHERE $mine
          chain missing | 1 | WITH rows AS (DELETE FROM $log WHERE $mine) DELETE FROM $head WHERE $mine
          duplicate key | 4 | UPDATE $log SET event_key = (SELECT event_key FROM $log WHERE $mine AND seq = 2) WHERE $mine AND seq = 4
          time columns differ | 2 | UPDATE $log SET occurred_at = occurred_at + interval '1 microsecond' WHERE $mine AND seq = 2
          jsonb copy differs | 3 | UPDATE $log SET payload = '{"i":4}' WHERE $mine AND seq = 3
          unknown version | 3 | UPDATE $log SET hash_version = 2 WHERE $mine AND seq = 3
          """)
  void isStatusOneWithItsNameAndItsRow(String kind, long seq, String sql) throws Exception {
    String workspace = database.chainOfFive();
    database.tamper(workspace, sql);

    assertFound(workspace, kind, seq);
  }

  @ParameterizedTest(name = "the twin {0}, the other way round: {1}")
  @CsvSource({
    "is a copy, false",
    "is a copy, true",
    "fits, false",
    "fits, true",
    "points elsewhere, false",
    "points elsewhere, true"
  })
  void twoRowsOfOneNumberAreAForkInWhateverOrderTheyAreRead(String twin, boolean turned)
      throws Exception {
    String workspace = database.chainOfFive();
    database.tamper(workspace, "DELETE FROM $log WHERE $mine AND seq > 3", TWIN);
    if (twin.equals("fits")) {
      // The other one is out of the way while the twin is given the hash that fits.
      database.tamper(workspace, "UPDATE $log SET seq = -3 WHERE $mine AND seq = 3 AND " + FIRST);
      database.rehash(workspace, 3);
      database.tamper(workspace, "UPDATE $log SET seq = 3 WHERE $mine AND seq = -3");
    } else if (twin.equals("points elsewhere")) {
      database.tamper(
          workspace,
          "UPDATE $log SET prev_event_hash = this_event_hash WHERE $mine AND seq = 3 AND NOT "
              + FIRST);
    }
    if (turned) {
      // A row that is updated goes behind those that are not.
      database.tamper(workspace, "UPDATE $log SET seq = 3 WHERE $mine AND seq = 3 AND " + FIRST);
    }

    assertFound(workspace, "fork", 3);
  }

  @Test
  void twoRowsOfOneNumberAndKeyAreADuplicateKeyInWhateverOrderTheyAreRead() throws Exception {
    for (boolean turned : new boolean[] {false, true}) {
      String workspace = database.chainOfFive();
      database.tamper(workspace, TWIN.replace(", 'event_key', gen_random_uuid()", ""));
      if (turned) {
        database.tamper(workspace, "UPDATE $log SET seq = 3 WHERE $mine AND seq = 3 AND " + FIRST);
      }

      assertFound(workspace, "duplicate key", 3);
    }
  }

  @Test
  void aChainWhoseWorkspaceIsGoneIsMissing() throws Exception {
    try (TamperedDatabase own = new TamperedDatabase()) {
      String workspace = own.chainOfFive();
      own.tamper(
          workspace,
          "SET session_replication_role = replica",
          "DELETE FROM hivex_foundation.tenant WHERE clerk_org_id = '$w'");

      Ended verified = own.command("verify", "--json");
      assertEquals(1, verified.status(), verified::toString);
      JsonNode report = mapper.readTree(verified.output());
      assertEquals(false, report.path("intact").booleanValue());
      JsonNode found = report.path("workspaces").path(1).path("break");
      assertEquals("chain missing", found.path("kind").textValue(), report::toString);
      assertTrue(found.path("detail").textValue().contains("chain of 5 events"), report::toString);
      assertTrue(own.command("verify").output().contains("BROKEN at event 1, chain missing: "));
    }
  }
}
