package dev.kora.memory.isokron.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.JournaledOutbox;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.OutboxPlatform;
import dev.kora.memory.isokron.outbox.Verdict;
import dev.kora.memory.isokron.outbox.folder.DamageGaps;
import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The outbox's folder, looked at beside a host and without one. No server is there. */
@Timeout(240)
class JournalChecksTest {
  private static final String ENDPOINT = "http://127.0.0.1:1/mcp";
  @TempDir Path folder;
  private HostFiles files;
  private Path outbox;

  @BeforeEach
  void start() {
    files = new HostFiles(folder);
    outbox = folder.resolve("outbox");
  }

  private Examined examine(String endpoint, String dir) throws IOException {
    return files.examine(
        Map.of(
            "isokron_dsn",
            "postgres://127.0.0.1:1/d",
            "mcp_endpoint",
            endpoint,
            "outbox_dir",
            dir));
  }

  private JournaledOutbox host(Verdict verdict) throws IOException {
    InstantSource date = InstantSource.system();
    return new JournaledOutbox(
        Map.of("tool", message -> verdict),
        new OutboxListener() {},
        gap -> record(),
        OutboxPlatform.of(
            DiskJournal.open(outbox, ENDPOINT, 256 << 20, new DamageGaps(new SystemDisk(), date)),
            date),
        16 << 20);
  }

  private static OutboxRecord record() {
    return new OutboxRecord(
        OutboxKeys.next(), "w", "tool", "s", "o", "{}", 1_700_000_000_000_000L, ENDPOINT, null);
  }

  @Test
  void whatWaitsIsCountedBesideAHostAndWithoutOne() throws Exception {
    try (JournaledOutbox host = host(new Verdict.Retry("down", null))) {
      assertInstanceOf(Offer.Accepted.class, host.offer(record()));
      do {
        host.flush(null, Duration.ofMillis(200));
      } while (host.memoryOnly().isPresent()); // or it would not be in the file yet
      Check beside = examine(ENDPOINT, outbox.toString()).check("journal.contents");
      assertEquals(Check.State.WARN, beside.state());
      assertTrue(beside.detail().startsWith("a host runs; 1 queued, 0 parked"), beside.detail());
      assertTrue(beside.detail().contains("2023-11-14T22:13:20Z"), beside.detail());
      assertTrue(beside.advice().contains("cannot deliver"), beside.advice());
      host.close(Duration.ZERO);
    }
    Check without = examine(ENDPOINT, outbox.toString()).check("journal.contents");
    assertEquals(Check.State.OK, without.state());
    assertTrue(without.detail().startsWith("no host runs; 1 queued"), without.detail());

    Check elsewhere =
        examine("http://127.0.0.1:2/mcp", outbox.toString()).check("journal.contents");
    assertEquals(Check.State.WARN, elsewhere.state());
    assertTrue(elsewhere.detail().contains("1 for " + ENDPOINT), elsewhere.detail());
  }

  @Test
  void aJournalThatCannotBeReadFails() throws Exception {
    Files.createDirectory(outbox);
    Path loop = outbox.resolve("loop"); // root may read everything but this
    Files.createSymbolicLink(loop, loop);
    Check check = examine(ENDPOINT, outbox.toString()).check("journal.contents");
    assertEquals(Check.State.FAIL, check.state());
    assertTrue(check.detail().contains(outbox.toString()), check.detail());
  }

  @Test
  void aFolderThatIsNoneOrCannotBeMadeFails() throws Exception {
    Files.writeString(outbox, "a file");
    Check file = examine(ENDPOINT, outbox.toString()).check("journal.folder");
    assertEquals(Check.State.FAIL, file.state());
    assertTrue(file.detail().contains("is not a folder"), file.detail());
    Check below = examine(ENDPOINT, outbox.resolve("below").toString()).check("journal.folder");
    assertEquals(Check.State.FAIL, below.state());
  }

  @Test
  void aPathThatDependsOnWhereTheHostStartsIsNotLookedAt() throws Exception {
    Check check = examine(ENDPOINT, "out").check("journal");
    assertEquals(Check.State.WARN, check.state());
    assertTrue(check.advice().contains("absolute"), check.advice());
  }
}
