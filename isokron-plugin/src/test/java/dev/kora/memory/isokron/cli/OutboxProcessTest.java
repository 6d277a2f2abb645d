package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the outbox as a program. */
@Timeout(180)
class OutboxProcessTest {
  private static final int RECORDS = 100_000;

  @TempDir Path folder;
  @TempDir Path output;

  private Ran run(String... words) throws IOException, InterruptedException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx24m",
            "-cp",
            System.getProperty("java.class.path"),
            IsokronCommand.class.getName(),
            "outbox");
    return DropIn.runProcess(
        output, Map.of(), Stream.concat(java.stream(), Stream.of(words)).toList());
  }

  @Test
  void aHundredThousandRecordsAreListedInASmallHeap() throws Exception {
    try (DiskJournal journal =
        DiskJournal.open(folder, Host.TARGET, 1 << 30, (from, damage) -> {})) {
      Journal.Ticket last = null;
      for (int i = 0; i < RECORDS; i++) {
        byte[] record = RecordCodec.encode(Host.record(new UUID(7, i), "w", "x".repeat(300)));
        last = journal.append(record, Journal.NONE, () -> {});
        if (i % 1_000 == 0) {
          assertTrue(last.awaitWritten(TimeUnit.SECONDS.toNanos(60)));
        }
      }
      assertTrue(last != null && last.awaitWritten(TimeUnit.SECONDS.toNanos(60)));
      Ran listed = run("list", "--json", "--dir", folder.toString());
      assertEquals("", listed.err());
      assertEquals(RECORDS, listed.out().lines().count());
      Ran status = run("status", "--json", "--dir", folder.toString());
      assertTrue(status.out().contains("\"held\":true,\"queued\":" + RECORDS), status.out());
    }
  }

  @Test
  void anUnreadableNeighbourOfALetterLeavesNoTrace() throws Exception {
    UUID key;
    try (Host host = new Host(folder)) {
      key = host.park("{\"bad\":1}");
    }
    Path parked = new OutboxFolders(folder).journal().resolve("parked");
    Files.writeString(parked.resolve("nonsense.json"), "{");
    Ran ran = run("drop", key.toString(), "--dir", folder.toString());
    assertEquals("", ran.err());
    assertEquals(key + ": dropped for good", ran.out().strip());
  }
}
