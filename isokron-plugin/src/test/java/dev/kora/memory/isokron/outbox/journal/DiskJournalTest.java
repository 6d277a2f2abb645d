package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a real disk, with its threads. */
@Timeout(120)
class DiskJournalTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsThereAtTheNextStart() throws Exception {
    OutboxRecord kept = Owed.record(UUID.randomUUID(), "kept");
    try (Journal journal = open()) {
      Journal.Ticket ticket = append(journal, kept);
      Journal.Ticket done = append(journal, Owed.record(UUID.randomUUID(), "done"));
      assertTrue(ticket.awaitWritten(LONG));
      assertTrue(done.awaitSynced(LONG));
      assertTrue(journal.acknowledge(done.handle()).awaitSynced(LONG));
      assertEquals(Optional.of(kept), journal.read(ticket.handle()));
      assertEquals(Optional.empty(), journal.read(done.handle()));
      assertEquals(Optional.empty(), journal.trouble());
    }
    try (Journal journal = open()) {
      List<Journal.Kept> there = journal.kept().toList();
      assertEquals(1, there.size());
      assertEquals(kept.key().hashCode(), there.get(0).keyHash());
      assertEquals(kept.workspace(), there.get(0).workspace());
      assertEquals(Optional.of(kept), journal.read(there.get(0).handle()));
      assertTrue(append(journal, kept).handle() > there.get(0).handle());
    }
  }

  @Test
  void sixtyFourCallersLoseNothingAndKeepTheirOrder() throws Exception {
    int callers = 64;
    int each = 300;
    AtomicInteger told = new AtomicInteger();
    Map<Long, UUID> keys = new HashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try (Journal journal = open()) {
      List<Future<Map<Long, UUID>>> all = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        all.add(threads.submit(() -> call(journal, each, told)));
      }
      for (Future<Map<Long, UUID>> caller : all) {
        keys.putAll(caller.get());
      }
      assertEquals(callers * each, keys.size(), "a handle was given twice");
    } finally {
      threads.shutdownNow();
    }
    assertEquals(callers * each, told.get());
    try (Journal journal = open()) {
      List<Journal.Kept> there = journal.kept().toList();
      assertEquals(keys.size() / 2, there.size());
      long last = 0;
      for (Journal.Kept kept : there) {
        assertEquals(keys.get(kept.handle()), journal.read(kept.handle()).orElseThrow().key());
        assertTrue(kept.handle() > last);
        last = kept.handle();
      }
    }
  }

  /** Half of what it appends it acknowledges. */
  private static Map<Long, UUID> call(Journal journal, int count, AtomicInteger told) {
    Map<Long, UUID> keys = new HashMap<>();
    long last = 0;
    for (int i = 0; i < count; i++) {
      OutboxRecord record = Owed.record(UUID.randomUUID(), "x".repeat(i));
      Journal.Ticket ticket =
          journal.append(RecordCodec.encode(record), Journal.NONE, told::incrementAndGet);
      assertTrue(i % 4 == 3 || ticket.awaitWritten(LONG));
      assertTrue(ticket.handle() > last);
      last = ticket.handle();
      keys.put(last, record.key());
      if (i % 2 == 0) {
        journal.acknowledge(last);
      }
    }
    return keys;
  }

  @Test
  void anInterruptedCallerIsServedAndTheJournalGoesOn() throws Exception {
    try (Journal journal = open()) {
      Thread.currentThread().interrupt();
      Journal.Ticket ticket = append(journal, Owed.record(UUID.randomUUID(), "a"));
      assertTrue(ticket.awaitSynced(LONG));
      assertEquals("a", journal.read(ticket.handle()).orElseThrow().arguments());
      assertTrue(Thread.interrupted(), "the interrupt is lost");
      assertTrue(append(journal, Owed.record(UUID.randomUUID(), "b")).awaitSynced(LONG));
    }
  }

  @Test
  void twoInOneProcessHaveAFolderEach() throws Exception {
    try (DiskJournal one = open();
        DiskJournal two = open()) {
      assertNotEquals(one.folder(), two.folder());
    }
    try (DiskJournal next = open()) {
      assertEquals(List.of(), next.kept().toList());
    }
  }

  @Test
  void anotherTargetsRecordsAreNotTouched() throws Exception {
    try (Journal journal = open()) {
      append(journal, Owed.record(UUID.randomUUID(), "a"));
    }
    try (Journal other = DiskJournal.open(folder, "http://other/", 1 << 20, (f, d) -> {})) {
      assertEquals(0, other.kept().count());
    }
    List<String> others = TargetFolders.others(new SystemDisk(), folder, "http://other/");
    assertEquals(List.of("http://target/"), others);
  }

  @Test
  void aTargetWhoseWordsWereNotWrittenToTheEndIsSaidInWordsAgain() throws Exception {
    try (Journal journal = open()) {
      append(journal, Owed.record(UUID.randomUUID(), "a"));
    }
    try (Stream<Path> targets = Files.list(folder)) {
      Files.writeString(targets.findFirst().orElseThrow().resolve("target.txt"), "");
    }
    open().close();
    assertEquals(
        List.of("http://target/"), TargetFolders.others(new SystemDisk(), folder, "http://other/"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nobodyElseMayReadIt() throws Exception {
    Path made = folder.resolve("made");
    try (Journal journal = DiskJournal.open(made, "t", 1 << 20, (f, d) -> {})) {
      assertTrue(append(journal, Owed.record(UUID.randomUUID(), "a")).awaitWritten(LONG));
      try (Stream<Path> all = Files.walk(made)) {
        for (Path path : all.toList()) {
          String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
          assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------", mode, path::toString);
        }
      }
    }
  }

  @Test
  void aDiskThatHangsIsTroubleAndDoesNotFillTheMemory() throws Exception {
    HangingDisk disk = new HangingDisk();
    try (Journal journal =
        DiskJournal.open(
            disk,
            System::nanoTime,
            new JournalThreads(),
            folder,
            "t",
            JournalSize.of(1 << 20),
            (f, d) -> {})) {
      disk.hang();
      Journal.Ticket stuck = append(journal, Owed.record(UUID.randomUUID(), "stuck"));
      disk.awaitHanging();
      assertFalse(stuck.awaitWritten(1));
      while (journal.trouble().isEmpty()) {
        Thread.onSpinWait();
      }
      CountDownLatch told = new CountDownLatch(1000);
      for (int i = 0; i < 1000; i++) {
        byte[] record = RecordCodec.encode(Owed.record(UUID.randomUUID(), "x".repeat(1000)));
        Journal.Ticket next = journal.append(record, Journal.NONE, told::countDown);
        assertTrue(journal.trouble().isPresent());
        assertTrue(journal.acknowledge(next.handle()).isWritten());
      }
      assertTrue(told.await(60, TimeUnit.SECONDS));
      assertTrue(journal.hasRoom(1_000_000), "they are still there");
      disk.goOn();
      assertTrue(stuck.awaitSynced(LONG));
    }
  }

  @Test
  void whatComesAfterCloseIsNeverWritten() throws Exception {
    DiskJournal journal = open();
    journal.close();
    AtomicInteger told = new AtomicInteger();
    byte[] record = RecordCodec.encode(Owed.record(UUID.randomUUID(), "late"));
    assertFalse(journal.append(record, Journal.NONE, told::incrementAndGet).awaitWritten(0));
    assertEquals(1, told.get());
    assertTrue(journal.trouble().isPresent());
  }

  @Test
  void aFullJournalHasNoRoom() throws Exception {
    try (Journal journal = DiskJournal.open(folder, "t", 10_000, (f, d) -> {})) {
      assertTrue(journal.hasRoom(6_000));
      Journal.Ticket ticket = append(journal, Owed.record(UUID.randomUUID(), "x".repeat(6_000)));
      assertTrue(ticket.awaitSynced(LONG));
      assertFalse(journal.hasRoom(6_000));
      assertTrue(journal.acknowledge(ticket.handle()).awaitSynced(LONG));
      assertTrue(journal.hasRoom(6_000));
    }
  }

  private DiskJournal open() throws IOException {
    return DiskJournal.open(folder, "http://target/", 64 << 20, (f, d) -> {});
  }

  private static Journal.Ticket append(Journal journal, OutboxRecord record) {
    return journal.append(RecordCodec.encode(record), Journal.NONE, () -> {});
  }
}
