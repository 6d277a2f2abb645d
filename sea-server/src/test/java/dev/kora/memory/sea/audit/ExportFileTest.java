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
import dev.kora.memory.sea.VerifyReport;
import dev.kora.memory.sea.WorkspaceVerdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports: a file shows what the database would. */
class ExportFileTest extends AuditFixture {
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
  void aBreakStandsThoughWhatFollowsItCannotBeRead() throws Exception {
    List<String> lines = lines();
    lines.set(3, lines.get(3).replace("kora.test", "kora.best"));
    lines.set(4, "garbage");

    assertBreak(Kind.HASH, 3, verify(file(lines)));
  }

  @Test
  void aLastLineThatNamesAnotherEndIsBroken() throws Exception {
    List<String> hash = lines();
    hash.set(6, hash.get(6).replaceFirst("\"hash\":\"...", "\"hash\":\"AAA"));
    assertBreak(Kind.HEAD_MISMATCH, 5, verify(file(hash)));

    List<String> seq = lines();
    seq.set(6, seq.get(6).replace("\"seq\":5", "\"seq\":6"));
    assertBreak(Kind.HEAD_MISMATCH, 5, verify(file(seq)));

    List<String> none = lines();
    none.set(6, "{\"events\":5,\"last\":null}");
    assertBreak(Kind.HEAD_MISMATCH, 5, verify(file(none)));

    List<String> events = lines();
    events.set(6, events.get(6).replace("\"events\":5", "\"events\":6"));
    assertBreak(Kind.TRUNCATED, 6, verify(file(events)));
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
}
