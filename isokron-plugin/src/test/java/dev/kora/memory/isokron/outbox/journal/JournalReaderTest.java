package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.OutboxClock;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a journal that somebody else is writing. */
@Timeout(120)
class JournalReaderTest {
  private static final int READINGS = 300;
  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  @TempDir Path folder;

  private DiskJournal open(int segmentBytes) throws IOException {
    return DiskJournal.open(
        new SystemDisk(),
        OutboxClock.SYSTEM,
        new JournalThreads(),
        folder,
        "t",
        new JournalSize(segmentBytes, 1 << 20),
        (journal, damage) -> {});
  }

  private static Journal.Ticket append(Journal journal, UUID key, long follows) {
    byte[] record = RecordCodec.encode(Owed.record(key, "x".repeat(200)));
    return journal.append(record, follows, () -> {});
  }

  private static List<UUID> keys(Path journal) throws IOException {
    return keys(JournalReader.open(journal));
  }

  private static List<UUID> keys(JournalReader opened) throws IOException {
    List<UUID> keys = new ArrayList<>();
    try (JournalReader reader = opened) {
      reader.forEach(
          (memory, offset, length) -> keys.add(RecordCodec.head(memory, offset, length).key()));
    }
    return keys;
  }

  @Test
  void whatIsLiveIsReadInItsOrderAndWhatIsAcknowledgedIsNot() throws Exception {
    try (DiskJournal journal = open(8 << 20)) {
      List<UUID> live = new ArrayList<>();
      List<Journal.Ticket> tickets = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        live.add(new UUID(1, i));
        tickets.add(append(journal, new UUID(1, i), Journal.NONE));
      }
      journal.acknowledge(tickets.get(4).handle());
      live.remove(new UUID(1, 4));
      live.remove(new UUID(1, 0));
      live.add(new UUID(1, 9));
      assertTrue(append(journal, new UUID(1, 9), tickets.get(0).handle()).awaitWritten(LONG));
      assertEquals(live, keys(journal.folder().orElseThrow()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatMovesOnDuringTheFirstLookIsFound(boolean seesWhatGoes) throws Exception {
    try (DiskJournal journal = open(64 << 10)) {
      Path own = journal.folder().orElseThrow();
      UUID staying = new UUID(2, 0);
      assertTrue(append(journal, staying, Journal.NONE).awaitWritten(LONG));
      Path oldest =
          own.resolve("segments").resolve(new SystemDisk().list(own.resolve("segments")).get(0));
      Runnable untilItMovesOn =
          () -> {
            for (int i = 0; Files.exists(oldest); i++) {
              Journal.Ticket ticket = append(journal, new UUID(3, i), Journal.NONE);
              journal.acknowledge(ticket.handle());
              ticket.awaitSynced(LONG);
            }
          };
      BusyDisk disk = new BusyDisk(untilItMovesOn, seesWhatGoes);
      assertTrue(keys(JournalReader.open(disk, own)).contains(staying));
      assertTrue(disk.looks > 1);
    }
  }

  /** Segments roll, are compacted and go while they are read; some records stay all the time. */
  @Test
  void whatLivesAllTheTimeIsFoundAtEachReadingWhateverGoesMeanwhile() throws Exception {
    try (DiskJournal journal = open(64 << 10)) {
      Path own = journal.folder().orElseThrow();
      AtomicBoolean over = new AtomicBoolean();
      Set<UUID> staying = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        staying.add(new UUID(2, i));
        assertTrue(append(journal, new UUID(2, i), Journal.NONE).awaitWritten(LONG));
      }
      Thread busy =
          new Thread(
              () -> {
                ArrayDeque<Journal.Ticket> open = new ArrayDeque<>();
                for (long i = 0; !over.get(); i++) {
                  open.add(append(journal, new UUID(3, i), Journal.NONE));
                  if (open.size() > 100) {
                    open.getFirst().awaitSynced(LONG); // or the files grow faster than they go
                    journal.acknowledge(open.removeFirst().handle());
                  }
                }
              });
      busy.start();
      Set<List<String>> seen = new HashSet<>();
      try {
        // Longer where the disk is slow: then the segments change seldom.
        for (int i = 0; i < READINGS || seen.size() <= 10; i++) {
          List<UUID> found = keys(own);
          assertTrue(found.containsAll(staying), () -> "missing at a reading: " + found);
          assertEquals(found.size(), new HashSet<>(found).size());
          seen.add(new SystemDisk().list(own.resolve("segments")));
        }
      } finally {
        over.set(true);
        busy.join();
      }
    }
  }
}
