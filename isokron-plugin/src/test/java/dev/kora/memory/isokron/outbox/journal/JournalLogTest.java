package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the log writes, and what it may delete, each rule by an example. */
class JournalLogTest extends LogOnDisk {
  @Test
  void segmentsGoOldestFirstWhenTheirAcknowledgementsAreSynced() throws IOException {
    List<Long> seqs = appendAndSync(20);
    acknowledge(seqs.subList(6, 18));
    assertTrue(log.write());
    sync();
    assertNull(log.removable(), "the oldest has something in it: no other goes");
    acknowledge(seqs.subList(0, 6));
    assertTrue(log.write());
    assertNull(log.removable(), "the acknowledgements are not synced");
    sync();
    for (long id = 1; id <= 2; id++) {
      Segment goes = log.removable();
      assertNotNull(goes);
      assertEquals(id, goes.id);
      goes.delete(disk, log.folder());
      log.removed(goes);
    }
  }

  @Test
  void aFullDiskOnWhichAllIsAcknowledgedEmptiesItself() throws IOException {
    List<Long> seqs = appendAndSync(20);
    disk.room(0);
    acknowledge(seqs);
    assertFalse(log.write());
    Segment goes = log.removable();
    assertNotNull(goes, "its acknowledgements can never be written");
    goes.delete(disk, log.folder());
    log.removed(goes);
    assertTrue(log.write());
  }

  @Test
  void onAFullDiskWhatIsOnlyCopiedInMemoryStaysInItsFile() throws IOException {
    List<Long> seqs = appendAndSync(60);
    acknowledge(seqs.subList(1, 60));
    assertTrue(log.write());
    assertTrue(log.compact());
    disk.room(0);
    assertFalse(log.write());
    assertNull(log.removable());
    disk.kill();
    log = open();
    assertEquals(seqs.subList(0, 1), live());
  }

  @Test
  void aRecordWhoseFollowUpIsInMemoryOnlyStaysInItsFile() throws IOException {
    List<Long> seqs = appendAndSync(6);
    long first = append(1).get(0); // the segment is full with it
    long next = seq++;
    log.append(Entry.record(next, first, record(next), Owed.ticket(next)));
    acknowledge(seqs);
    disk.room(300);
    assertFalse(log.write(), "there is room for the first only");
    assertNull(log.removable());
    disk.kill();
    log = open();
    assertTrue(live().contains(first));
  }

  @Test
  void whatIsNotSyncedIsNotCopied() throws IOException {
    JournalTicket ticket = Owed.ticket(seq);
    log.append(Entry.record(seq, 0, record(seq), ticket));
    seq++;
    List<Long> seqs = append(60);
    assertTrue(log.write());
    acknowledge(seqs);
    assertFalse(log.compact(), "it is in memory, and would be written again from there");
    disk.failSyncs(1);
    sync();
    assertTrue(log.write());
    sync();
    assertTrue(ticket.awaitSynced(0));
  }

  @Test
  void whatIsAcknowledgedWhileNothingCanBeWrittenLeavesTheMemory() {
    disk.room(0);
    append(1);
    assertFalse(log.write());
    acknowledge(append(100));
    assertFalse(log.write());
    assertTrue(log.unsyncedBytes() < 1000, () -> log.unsyncedBytes() + " in memory");
  }

  @Test
  void compactionDoesNotFillTheMemoryWhenTheDiskDoesNotSync() throws IOException {
    log = JournalLog.open(disk, FOLDER, new JournalSize(1 << 20, 1 << 20), (f, d) -> {});
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      byte[] large = RecordCodec.encode(Owed.record(new UUID(seq, 0), "z".repeat(8 << 10)));
      log.append(Entry.record(seq, 0, large, Owed.ticket(seq)));
      seqs.add(seq++);
    }
    assertTrue(log.write());
    acknowledge(seqs.stream().filter(each -> each % 2 == 0).toList());
    assertTrue(log.write());
    sync();
    while (log.compact()) {
      assertTrue(log.write());
    }
    assertTrue(log.unsyncedBytes() < 6 << 20, () -> log.unsyncedBytes() + " in memory");
    assertTrue(log.isWasteful(), "it goes on after the sync");
  }

  @Test
  void anAcknowledgementStandsBehindTheLastCopy() throws IOException {
    List<Long> seqs = appendAndSync(60);
    acknowledge(seqs.subList(1, 60));
    assertTrue(log.write());
    assertTrue(log.compact());
    acknowledge(seqs.subList(0, 1));
    assertTrue(log.write());
    log = open();
    assertEquals(List.of(), live());
  }

  @Test
  void whatIsAcknowledgedBeforeItsWriteIsNeverWritten() throws IOException {
    List<Long> seqs = append(3);
    acknowledge(seqs);
    assertTrue(log.write());
    assertEquals(List.of(), disk.list(log.folder()));
  }

  @Test
  void aFollowUpAndTheAcknowledgementAreOneEntry() throws IOException {
    long first = appendAndSync(1).get(0);
    long next = seq++;
    log.append(Entry.record(next, first, record(next), Owed.ticket(next)));
    assertTrue(log.write());
    int length = bytesOf(1).length;
    for (int cut = 1; cut < 100; cut++) {
      try (DiskFile file = disk.open(segment(1))) {
        file.truncate(length - cut);
      }
      log = open();
      assertEquals(List.of(first), live());
    }
  }

  @Test
  void aRecordOfANewerVersionStays() throws IOException {
    byte[] newer = record(9);
    newer[0] = 2;
    log.append(Entry.record(seq, 0, newer, Owed.ticket(seq)));
    assertTrue(log.write());
    log = open();
    assertEquals(List.of(), live());
    FoundRecord found = log.find(seq);
    assertNotNull(found);
    assertArrayEquals(newer, found.load());
  }

  @Test
  void noNumberIsGivenTwiceWhateverAPowerCutTakesOfWhatCameAfterASync() {
    appendAndSync(1);
    append(3);
    assertTrue(log.write());
    long given = seq;
    disk.cutPower();
    log = open();
    assertTrue(log.nextSeq() >= given);
  }
}
