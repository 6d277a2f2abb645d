package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.cli.InProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify} on a database that somebody with every right has changed, and on its export. */
@Timeout(120)
class TamperedChainCommandTest {
  private static final String TWIN =
      "INSERT INTO $log SELECT (jsonb_populate_record(e, jsonb_build_object('event_id',"
          + " gen_random_uuid(), 'event_key', gen_random_uuid()))).* FROM $log e WHERE $mine AND seq"
          + " = 3";
  private static final String FIRST = "ctid = (SELECT min(ctid) FROM $log WHERE $mine AND seq = 3)";
  private static final Set<Kind> SEEN = EnumSet.noneOf(Kind.class);
  private static TamperedDatabase database;

  private final ObjectMapper mapper = new ObjectMapper();
  @TempDir Path folder;

  @BeforeAll
  static void open() throws Exception {
    database = new TamperedDatabase();
  }

  @AfterAll
  static void everyKindWasSeen() {
    database.close();
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

  @Test
  void aTailCutTogetherWithItsHeadIsFoundByTheCheckpointOnly() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.tamper(workspace, "DELETE FROM $log WHERE $mine AND seq > 3");
    database.rehash(workspace, 4);

    assertUnanchored(workspace);
    assertFound(workspace, "truncated", 4, "--checkpoint", note(), "--verifier", verifier);
    Ended create = create(workspace);
    assertEquals(1, create.status());
    assertTrue(create.errors().contains("broken at event 4 (truncated"), create.errors());
  }

  @Test
  void aTailCutAndGrownAgainIsFoundByTheCheckpointOnly() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.tamper(workspace, "DELETE FROM $log WHERE $mine AND seq > 3");
    database.rehash(workspace, 4);
    database.append(workspace, 4);

    assertUnanchored(workspace);
    assertFound(workspace, "head mismatch", 5, "--checkpoint", note(), "--verifier", verifier);
  }

  @Test
  void aChainWrittenAnewWithRightHashesIsFoundByTheCheckpointOnly() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.tamper(
        workspace,
        "UPDATE $log SET payload_c14n = convert_to('{\"i\":9}', 'UTF8') WHERE $mine AND seq = 2");
    database.rehash(workspace, 1);

    assertUnanchored(workspace);
    assertFound(workspace, "head mismatch", 5, "--checkpoint", note(), "--verifier", verifier);
  }

  @Test
  void anEventTakenOutWithRightHashesIsFoundByTheCheckpointOnly() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.tamper(
        workspace,
        "DELETE FROM $log WHERE $mine AND seq = 2",
        "UPDATE $log SET seq = seq - 1 WHERE $mine AND seq > 2");
    database.rehash(workspace, 1);

    assertUnanchored(workspace);
    assertFound(workspace, "truncated", 5, "--checkpoint", note(), "--verifier", verifier);
  }

  @Test
  void whatWasWrittenAfterTheCheckpointIsOnlyAsSureAsABareChain() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.append(workspace, 2);
    database.tamper(workspace, "DELETE FROM $log WHERE $mine AND seq = 7");
    database.rehash(workspace, 7);

    Ended verified =
        database.command(
            "verify", "--workspace", workspace, "--checkpoint", note(), "--verifier", verifier);
    assertEquals(0, verified.status(), verified.errors());
    assertTrue(verified.output().contains("(1 to 6)"), verified.output());
    assertTrue(verified.output().contains("intact, anchored at event 5"), verified.output());
  }

  @Test
  void aCheckpointAnchorsItsOwnWorkspaceOnly() throws Exception {
    try (TamperedDatabase own = new TamperedDatabase()) {
      List<String> workspaces = List.of(own.chainOfFive(), own.chainOfFive());
      String key = folder.resolve("key").toString();
      assertEquals(0, InProcess.execute("checkpoint", "key", "--out", key).status());
      String signed = workspaces.get(1);
      Ended created =
          own.command("checkpoint", "create", "--workspace", signed, "--key", key, "--out", note());
      assertEquals(0, created.status(), created::toString);

      Ended all = own.command("verify", "--json", "--checkpoint", note());
      assertEquals(0, all.status(), all::toString);
      for (JsonNode verdict : mapper.readTree(all.output()).path("workspaces")) {
        assertEquals(
            signed.equals(verdict.path("workspace").textValue()),
            verdict.path("anchored").booleanValue(),
            all::output);
      }
    }
  }

  /** In the database and in its export, for people and for programs. */
  private void assertFound(String workspace, String kind, long seq, String... options)
      throws Exception {
    Ended export = database.command("export", "--workspace", workspace);
    assertEquals(0, export.status(), export.errors());
    String file = Files.writeString(folder.resolve("export"), export.output()).toString();

    assertFound(kind, seq, database.command(with(options, "verify", "--workspace", workspace)));
    assertFound(
        kind, seq, database.command(with(options, "verify", "--json", "--workspace", workspace)));
    assertFound(kind, seq, InProcess.execute(with(options, "verify", "--file", file)));
    assertFound(kind, seq, InProcess.execute(with(options, "verify", "--json", "--file", file)));
  }

  private void assertFound(String kind, long seq, Ended ended) throws Exception {
    assertEquals(1, ended.status(), ended::toString);
    assertEquals("", ended.errors());
    assertEquals(1, ended.output().lines().count(), ended::output);
    if (ended.output().startsWith("{")) {
      JsonNode report = mapper.readTree(ended.output());
      JsonNode verdict = report.path("workspaces").path(0);
      assertEquals(false, report.path("intact").booleanValue());
      assertEquals(false, verdict.path("anchored").booleanValue());
      assertEquals(kind, verdict.path("break").path("kind").textValue(), report::toString);
      assertEquals(seq, verdict.path("break").path("seq").longValue(), report::toString);
    } else {
      String words = "BROKEN at event " + seq + ", " + kind + ": ";
      assertTrue(ended.output().contains(words), ended.output());
    }
    SEEN.add(
        Arrays.stream(Kind.values()).filter(k -> k.label().equals(kind)).findFirst().orElseThrow());
  }

  private void assertUnanchored(String workspace) throws Exception {
    Ended bare = database.command("verify", "--workspace", workspace);
    assertEquals(0, bare.status(), bare::toString);
    assertTrue(bare.output().contains("intact, UNANCHORED"), bare.output());
    JsonNode report =
        mapper.readTree(database.command("verify", "--json", "--workspace", workspace).output());
    assertEquals(true, report.path("intact").booleanValue());
    assertEquals(false, report.path("workspaces").path(0).path("anchored").booleanValue());
  }

  /** Signs the chain's end; returns the verifier key. */
  private String checkpoint(String workspace) {
    String verifier =
        InProcess.execute("checkpoint", "key", "--out", folder.resolve("key").toString()).output();
    assertEquals(0, create(workspace).status());
    return verifier.strip();
  }

  private Ended create(String workspace) {
    return database.command(
        "checkpoint",
        "create",
        "--workspace",
        workspace,
        "--key",
        folder.resolve("key").toString(),
        "--out",
        note());
  }

  private String note() {
    return folder.resolve("note").toString();
  }

  private static String[] with(String[] options, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return all;
  }
}
