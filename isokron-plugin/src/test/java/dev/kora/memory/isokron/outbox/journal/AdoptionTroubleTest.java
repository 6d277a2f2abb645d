package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import dev.kora.memory.isokron.outbox.system.ForwardingDisk;
import dev.kora.memory.isokron.outbox.system.ForwardingFile;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Journals that cannot be adopted, or not at once: the others are. */
@Timeout(120)
class AdoptionTroubleTest {
  @TempDir Path folder;

  @Test
  void ofJournalsThatCannotBeTakenOverEachWaitsByItself() throws Exception {
    DiskJournal old = open(new SystemDisk());
    append(old);
    Path left = old.folder().orElseThrow();
    DiskJournal own = open(new SystemDisk()); // beside it
    append(own);
    old.close();
    own.close();
    Files.createDirectories(left.resolve("parked"));
    Files.writeString(left.resolve("parked/key.json"), "{}");
    Disk full =
        new ForwardingDisk() {
          @Override
          public void createFolder(Path made) throws IOException {
            if (made.endsWith("parked")) {
              throw new IOException("No space left on device");
            }
            super.createFolder(made);
          }
        };
    try (DiskJournal journal = open(full)) {
      assertEquals(own.folder(), journal.folder());
      assertEquals(1, journal.kept().count(), "ours is there");
      assertTrue(isFree(left), "it is not kept from others");
    }
    try (DiskJournal journal = open(new SystemDisk())) {
      assertEquals(2, journal.kept().count());
    }
  }

  @Test
  void oneThatCannotBeOpenedLeavesNoFileOpenAndNoLock() throws Exception {
    Path left;
    try (DiskJournal old = open(new SystemDisk())) {
      append(old);
      left = old.folder().orElseThrow();
    }
    Files.copy(segment(left, 1), segment(left, 2));
    List<String> open = new ArrayList<>();
    Disk bad =
        new ForwardingDisk() {
          @Override
          public DiskFile open(Path file) throws IOException {
            if (file.equals(segment(left, 2))) {
              throw new UncheckedIOException(new IOException("Too many open files"));
            }
            return file.equals(segment(left, 1)) ? closing(super.open(file)) : super.open(file);
          }

          private DiskFile closing(DiskFile file) {
            open.add("a segment");
            return new ForwardingFile(file) {
              @Override
              public void close() throws IOException {
                open.clear();
                super.close();
              }
            };
          }
        };
    try (DiskJournal journal = open(bad)) {
      append(journal);
      assertEquals(0, journal.kept().count());
      assertEquals(List.of(), open);
      assertTrue(isFree(left));
    }
  }

  @Test
  void oneThatSomebodyHasForAMomentIsAdopted() throws Exception {
    Path left;
    try (DiskJournal old = open(new SystemDisk())) {
      append(old);
      left = old.folder().orElseThrow();
    }
    Closeable command = new SystemDisk().tryLock(left.resolve("lock")).orElseThrow();
    int[] pauses = {0};
    ManualDrive drive =
        new ManualDrive() {
          @Override
          public boolean await(BooleanSupplier condition, long atMostNanos) {
            try {
              pauses[0]++;
              command.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return condition.getAsBoolean();
          }
        };
    try (DiskJournal journal = open(new SystemDisk(), drive)) {
      assertEquals(Optional.of(left), journal.folder());
      assertEquals(1, pauses[0]);
    }
  }

  @Test
  void oneThatALivingProcessHasIsNotWaitedForForLong() throws Exception {
    long[] waited = {0};
    ManualDrive drive =
        new ManualDrive() {
          @Override
          public boolean await(BooleanSupplier condition, long atMostNanos) {
            waited[0] += atMostNanos;
            return condition.getAsBoolean();
          }
        };
    try (DiskJournal living = open(new SystemDisk());
        LogLines log = new LogLines();
        DiskJournal beside = open(new SystemDisk(), drive)) {
      assertTrue(waited[0] <= 300_000_000, () -> waited[0] + " ns");
      String name = String.valueOf(living.folder().orElseThrow().getFileName());
      assertEquals(1, log.count(Level.INFO, name), () -> beside.folder() + " is new");
    }
  }

  @Test
  void moreThanAreAdoptedAtOnceAreNamed() throws Exception {
    Path own;
    try (DiskJournal old = open(new SystemDisk())) {
      own = old.folder().orElseThrow();
    }
    for (int i = 0; i < 102; i++) {
      Files.createDirectory(own.resolveSibling(OutboxKeys.next().toString()));
    }
    try (LogLines log = new LogLines();
        DiskJournal journal = open(new SystemDisk())) {
      assertEquals(1, log.count(Level.WARN, "too many journals"), () -> "" + journal.folder());
    }
  }

  private static Path segment(Path journal, int number) {
    return journal.resolve("segments").resolve(String.format("%016x.log", number));
  }

  private static boolean isFree(Path journal) throws IOException {
    Optional<Closeable> lock = new SystemDisk().tryLock(journal.resolve("lock"));
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isPresent();
  }

  private DiskJournal open(Disk disk) throws IOException {
    return open(disk, new ManualDrive());
  }

  private DiskJournal open(Disk disk, JournalDrive drive) throws IOException {
    JournalSize size = JournalSize.of(64 << 20);
    return DiskJournal.open(disk, System::nanoTime, drive, folder, "t", size, (f, d) -> {});
  }

  private static void append(Journal journal) {
    byte[] record = RecordCodec.encode(Owed.record(UUID.randomUUID(), "a"));
    journal.append(record, Journal.NONE, () -> {});
  }
}
