package dev.kora.memory.sea.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.VerifyReport;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.WriteKey;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports and checkpoints: what is shown by them when the database itself looks intact. */
class AuditTest {
  private final TestSea sea = TestSea.shared();
  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void aChainOfFive() throws Exception {
    workspace = sea.newWorkspace();
    append(5);
  }

  @Test
  void anExportIsVerifiedWithoutADatabase() throws Exception {
    WorkspaceVerdict inFile = verify(file(export())).workspaces().get(0);
    WorkspaceVerdict inDatabase = verify((Checkpoint) null).workspaces().get(0);

    assertTrue(inFile.intact(), inFile::toString);
    assertEquals(inDatabase.head(), inFile.head());
    assertEquals(5, inFile.rows());
    assertEquals(5, inFile.lastSeq());
  }

  @Test
  void anExportCutAtAnyByteIsNeverIntact() throws Exception {
    byte[] whole = export();
    int truncated = 0;
    for (int length = 0; length < whole.length - 1; length++) {
      Path cut = file(Arrays.copyOf(whole, length));
      try {
        VerifyReport report = verify(cut);
        assertFalse(report.intact(), "cut at " + length);
        ChainBreak found = report.workspaces().get(0).chainBreak();
        assertNotNull(found);
        assertEquals(Kind.TRUNCATED, found.kind(), found + " at " + length);
        truncated++;
      } catch (SeaException e) {
        // In the header there is no chain yet to be broken.
        assertTrue(length < new String(whole, UTF_8).indexOf('\n'), e + " at " + length);
      }
    }
    assertTrue(truncated > 1000, "cuts behind the header: " + truncated);
  }

  @ParameterizedTest
  @CsvSource({
    "seq, GAP",
    "event_id, HASH",
    "event_key, HASH",
    "actor_id, HASH",
    "actor_kind, HASH",
    "event_type, HASH",
    "occurred_us, HASH",
    "occurred_at_us, TIME_COLUMNS_DIFFER",
    "emitted_us, HASH",
    "payload, JSONB_COPY_DIFFERS",
    "payload_c14n, HASH",
    "payload_sha256, HASH",
    "prev_event_hash, PREVIOUS",
    "this_event_hash, HASH",
    "hash_version, UNKNOWN_VERSION"
  })
  void aChangedFieldInAFileIsFoundAtItsRow(String field, Kind kind) throws Exception {
    List<String> lines = lines();
    // One digit or letter of the value of event 3.
    String line = lines.get(3);
    int at = line.indexOf("\"" + field + "\":") + field.length() + 3;
    while (!Character.isLetterOrDigit(line.charAt(at))) {
      at++;
    }
    char old = line.charAt(at);
    char other = Character.isDigit(old) ? (old == '9' ? '8' : '9') : (old == 'b' ? 'c' : 'b');
    lines.set(3, line.substring(0, at) + other + line.substring(at + 1));

    assertBreak(kind, 3, verify(file(lines)));
  }

  @Test
  void aFileWithoutALineOrWithOneTwiceIsBroken() throws Exception {
    List<String> without = lines();
    without.remove(3);
    assertBreak(Kind.GAP, 3, verify(file(without)));

    List<String> twice = lines();
    twice.add(4, twice.get(3));
    assertBreak(Kind.DUPLICATE_KEY, 3, verify(file(twice)));

    List<String> shortened = lines();
    shortened.remove(5);
    assertBreak(Kind.TRUNCATED, 5, verify(file(shortened)));
  }

  @Test
  void whatIsNoExportIsNotVerified() throws Exception {
    assertThrows(SeaException.class, () -> verify(folder.resolve("none")));
    for (String text : List.of("", "{}", "[]", "x", "{\"format\":\"kora.chain.export.v2\"}")) {
      Path file = file(text.getBytes(UTF_8));
      assertThrows(SeaException.class, () -> verify(file), text);
    }
    List<String> twice = lines();
    twice.addAll(lines());
    assertThrows(SeaException.class, () -> verify(file(twice)));
    assertThrows(
        SeaException.class, () -> new ChainVerifier().verify(file(lines()), "org_another"));
  }

  @Test
  void aChainCutTogetherWithItsHeadIsFoundByACheckpointOnly() throws Exception {
    Checkpoint checkpoint = checkpoint();
    assertTrue(verify(checkpoint).workspaces().get(0).anchored());
    sea.tamper(
        "DELETE FROM hivex_foundation.event_log WHERE seq > 3 AND " + mine(),
        "UPDATE hivex_foundation.chain_head h SET seq = 3, this_event_hash = (SELECT this_event_hash"
            + " FROM hivex_foundation.event_log e WHERE e.tenant_id = h.tenant_id AND e.seq = 3) WHERE "
            + mine());

    assertTrue(verify((Checkpoint) null).intact());
    VerifyReport report = verify(checkpoint);
    assertBreak(Kind.TRUNCATED, 4, report);
    assertFalse(report.workspaces().get(0).anchored());
    Path file = file(export());
    assertBreak(Kind.TRUNCATED, 4, new ChainVerifier(checkpoint, Progress.NONE).verify(file, null));
  }

  @Test
  void aChainWrittenAnewIsFoundByACheckpointOnly() throws Exception {
    Checkpoint checkpoint = checkpoint();
    sea.tamper(
        "DELETE FROM hivex_foundation.event_log WHERE " + mine(),
        "UPDATE hivex_foundation.chain_head SET seq = 0, this_event_hash = sea.genesis('"
            + workspace.id()
            + "') WHERE "
            + mine());
    assertBreak(Kind.TRUNCATED, 1, verify(checkpoint));
    append(6);

    assertTrue(verify((Checkpoint) null).intact());
    assertBreak(Kind.HEAD_MISMATCH, 5, verify(checkpoint));
  }

  @Test
  void aChainThatGrewSinceItsCheckpointIsAnchored() throws Exception {
    Checkpoint checkpoint = checkpoint();
    append(2);

    WorkspaceVerdict verdict = verify(checkpoint).workspaces().get(0);
    assertTrue(verdict.anchored() && verdict.intact(), verdict::toString);
    assertEquals(7, verdict.lastSeq());
  }

  @Test
  void aWorkspaceThatACheckpointKnowsAndTheDatabaseDoesNotIsMissing() throws Exception {
    Checkpoint other = new Checkpoint("o", "org_gone", new ChainHead(3, new byte[32]));
    try (Connection connection = Connections.open(sea.admin())) {
      assertBreak(
          Kind.CHAIN_MISSING,
          1,
          new ChainVerifier(other, Progress.NONE).verify(connection, "org_gone"));
      assertThrows(
          SeaException.class,
          () -> new ChainVerifier(other, Progress.NONE).verify(connection, workspace.id()));
    }
  }

  private Checkpoint checkpoint() throws Exception {
    WorkspaceVerdict verdict = verify((Checkpoint) null).workspaces().get(0);
    return new Checkpoint(
        "o",
        workspace.id(),
        new ChainHead(verdict.lastSeq(), HexFormat.of().parseHex(verdict.head())));
  }

  private VerifyReport verify(@Nullable Checkpoint checkpoint) throws Exception {
    try (Connection connection = Connections.open(sea.admin())) {
      return new ChainVerifier(checkpoint, Progress.NONE).verify(connection, workspace.id());
    }
  }

  private static VerifyReport verify(Path file) {
    return new ChainVerifier().verify(file, null);
  }

  private void append(int events) throws Exception {
    for (int i = 1; i <= events; i++) {
      sea.store()
          .append(
              workspace.caller(),
              "kora.test.ran",
              ("{\"i\":" + i + ",\"ä\":\"€\"}").getBytes(UTF_8),
              new WriteKey(UUID.randomUUID(), null));
    }
  }

  private byte[] export() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Connection connection = Connections.openForRows(sea.admin())) {
      ExportWriter.export(connection, workspace.id(), out, Progress.NONE);
    }
    return out.toByteArray();
  }

  private List<String> lines() throws Exception {
    return new ArrayList<>(new String(export(), UTF_8).lines().toList());
  }

  private Path file(List<String> lines) throws Exception {
    return file((String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  private Path file(byte[] bytes) throws Exception {
    return Files.write(folder.resolve("export.jsonl"), bytes);
  }

  private String mine() {
    return "tenant_id = (SELECT tenant_id FROM hivex_foundation.tenant WHERE clerk_org_id = '"
        + workspace.id()
        + "')";
  }

  private static void assertBreak(Kind kind, long seq, VerifyReport report) {
    ChainBreak found = report.workspaces().get(0).chainBreak();
    assertNotNull(found);
    assertEquals(kind, found.kind(), found::toString);
    assertEquals(seq, found.seq(), found::toString);
    assertFalse(report.intact());
  }
}
