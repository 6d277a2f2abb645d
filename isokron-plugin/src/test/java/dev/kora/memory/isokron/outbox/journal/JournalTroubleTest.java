package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import dev.kora.memory.isokron.outbox.system.ForwardingDisk;
import dev.kora.memory.isokron.outbox.system.ForwardingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose writer has more to do than to write, or comes to its end. */
@Timeout(120)
class JournalTroubleTest {
  private static final JournalSize SIZE = new JournalSize(2 << 20, 64 << 20);

  @TempDir Path folder;

  @Test
  void whatIsToldMayFailInAnyWayAndTheJournalGoesOn() throws Exception {
    ManualDrive drive = new ManualDrive();
    try (Journal journal = open(new ForwardingDisk(), drive)) {
      Journal.Ticket first =
          append(
              journal,
              100,
              () -> {
                throw new OutOfMemoryError("unable to create native thread");
              });
      Journal.Ticket second = append(journal, 100, () -> {});
      drive.write();
      assertTrue(first.isWritten());
      assertTrue(second.isWritten());
      assertEquals(Optional.empty(), journal.trouble());
    }
  }

  @Test
  void aThreadThatEndedIsTrouble() throws Exception {
    ManualDrive drive = new ManualDrive();
    Disk broken =
        new ForwardingDisk() {
          @Override
          public DiskFile create(Path file) throws IOException {
            if (file.toString().endsWith(".log")) {
              throw new NoClassDefFoundError("half a jar");
            }
            return super.create(file);
          }
        };
    Journal journal = open(broken, drive);
    append(journal, 100, () -> {});
    assertThrows(NoClassDefFoundError.class, drive::write);
    assertEquals(Optional.of("the journal has stopped"), journal.trouble());
  }

  @Test
  void whoseRecordStandsInTheFileIsToldBeforeAnythingIsMovedAndThatIsAFewBytesAtATime()
      throws Exception {
    ManualDrive drive = new ManualDrive();
    CountingDisk disk = new CountingDisk();
    // One that waits in front of megabytes that are done with.
    try (Journal journal = open(disk, drive)) {
      append(journal, 100, () -> {});
      for (int i = 0; i < 800; i++) {
        append(journal, 10_000, () -> {});
      }
    }
    try (Journal journal = open(disk, drive)) {
      journal.kept().skip(1).forEach(kept -> journal.acknowledge(kept.handle()));
      disk.bytesRead = 0;
      long[] readBefore = {-1};
      Journal.Ticket ticket = append(journal, 100, () -> readBefore[0] = disk.bytesRead);
      long pause = drive.write();
      assertTrue(ticket.isWritten());
      assertEquals(0, readBefore[0], "it waited for what is moved");
      while (pause == 0) {
        assertTrue(disk.bytesRead <= 1 << 20, () -> disk.bytesRead + " bytes at once");
        disk.bytesRead = 0;
        drive.sync();
        pause = drive.write();
      }
      drive.sync();
      assertFalse(journal.bytesOnDisk() > 1 << 20, () -> journal.bytesOnDisk() + " bytes stay");
    }
  }

  private static final class CountingDisk extends ForwardingDisk {
    private long bytesRead;

    @Override
    public DiskFile open(Path file) throws IOException {
      return counting(super.open(file));
    }

    @Override
    public DiskFile create(Path file) throws IOException {
      return counting(super.create(file));
    }

    private DiskFile counting(DiskFile file) {
      return new ForwardingFile(file) {
        @Override
        public int read(long at, byte[] into, int offset, int length) throws IOException {
          bytesRead += length;
          return super.read(at, into, offset, length);
        }
      };
    }
  }

  private DiskJournal open(Disk disk, JournalDrive drive) throws IOException {
    return DiskJournal.open(disk, () -> 0, drive, folder, "t", SIZE, (where, damage) -> {});
  }

  private static Journal.Ticket append(Journal journal, int bytes, Runnable written) {
    byte[] record = RecordCodec.encode(Owed.record(UUID.randomUUID(), "x".repeat(bytes)));
    return journal.append(record, Journal.NONE, written);
  }
}
