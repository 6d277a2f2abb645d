package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log makes of damaged files, torn ones, and those that cannot be synced. */
class JournalDamageTest extends LogOnDisk {
  @Test
  void damageInTheMiddleIsDeclaredOnceCopiedAndSkipped() throws IOException {
    List<Long> seqs = appendAndSync(12);
    byte[] before = bytesOf(1);
    disk.spoil(segment(1), 700);
    log = open();
    List<Long> live = live();
    assertTrue(live.containsAll(seqs.subList(5, 12)), live::toString);
    assertTrue(live.contains(seqs.get(0)), live::toString);
    assertFalse(live.containsAll(seqs));
    assertEquals(1, declared.size());
    List<String> copies = disk.list(FOLDER.resolve("damaged"));
    assertEquals(1, copies.size());
    int offset = Integer.parseInt(copies.get(0).replaceAll("^1-|\\.bin$", ""), 16);
    byte[] copy = disk.bytes(FOLDER.resolve("damaged").resolve(copies.get(0)));
    assertNotNull(copy);
    copy[700 - offset] ^= 0x55;
    assertArrayEquals(Arrays.copyOfRange(before, offset, offset + copy.length), copy);
    log = open();
    assertEquals(1, declared.size(), "declared again");
  }

  @Test
  void aLogWhoseDamageCannotBeDeclaredIsNotOpened() throws IOException {
    appendAndSync(6);
    disk.spoil(segment(1), 100);
    DamageListener full =
        (folder, damage) -> {
          throw new IOException("no room for the declaration");
        };
    assertThrows(IOException.class, () -> JournalLog.open(disk, FOLDER, LogSimulation.SIZE, full));
    assertEquals(List.of(), disk.list(FOLDER.resolve("damaged")), "the copy comes later");
    log = open();
    assertEquals(1, declared.size(), "it comes again at the next start");
  }

  @Test
  void anEndThatCannotBeReadIsDamageAndNotCut() throws IOException {
    List<Long> seqs = appendAndSync(6);
    byte[] whole = bytesOf(1);
    disk.readableTo(segment(1), whole.length - 10);
    log = open();
    assertEquals(1, declared.size());
    assertArrayEquals(whole, bytesOf(1));
    disk.readableTo(segment(1), 0);
    log = open();
    assertArrayEquals(whole, bytesOf(1), "a file of which nothing can be read is not an empty one");
    disk.readableTo(segment(1), whole.length);
    log = open();
    assertEquals(seqs, live());
  }

  @Test
  void aTornTailIsCutAndNothingIsDeclared() throws IOException {
    List<Long> seqs = appendAndSync(2);
    byte[] whole = bytesOf(1);
    try (DiskFile file = disk.open(segment(1))) {
      file.write(whole.length, whole, SegmentHeader.BYTES, 60);
    }
    log = open();
    assertEquals(seqs, live());
    assertEquals(List.of(), declared);
    assertArrayEquals(whole, bytesOf(1));
  }

  @Test
  void whatAStartCouldNotSyncIsWrittenAnewWhateverFailsNext() throws IOException {
    List<Long> seqs = appendAndSync(20);
    disk.kill();
    disk.failSyncs(1);
    log = open();
    append(1);
    assertTrue(log.write());
    disk.failSyncs(1);
    sync();
    for (long each : seqs) {
      FoundRecord found = log.find(each);
      assertNotNull(found);
      assertArrayEquals(record(each), found.load());
    }
    assertTrue(log.write());
    assertTrue(log.compact());
  }

  @Test
  void nothingGoesWhileItsCopyIsInAFileThatCouldNotBeSynced() throws IOException {
    List<Long> seqs = appendAndSync(60);
    acknowledge(seqs.subList(1, 60));
    assertTrue(log.write());
    sync();
    assertTrue(log.compact());
    assertTrue(log.write());
    disk.kill();
    disk.failSyncs(1);
    log = open();
    assertNull(log.removable(), "only the first segment has it on the disk");
    disk.cutPower();
    log = open();
    assertEquals(seqs.subList(0, 1), live());
  }

  @Test
  void whatStandsPastASealIsWrittenAnew() throws IOException {
    List<Long> seqs = appendAndSync(2);
    seqs.addAll(append(2));
    assertTrue(log.write());
    disk.failSyncs(1);
    sync();
    disk.room(SegmentHeader.BYTES);
    assertFalse(log.write(), "there is room for the seal only");
    disk.kill();
    disk.room(-1);
    log = open();
    assertEquals(seqs, live());
    assertTrue(log.compact());
    assertTrue(log.write());
    sync();
    disk.cutPower();
    log = open();
    assertEquals(seqs, live());
  }

  @Test
  void aFileWhoseSyncFailedIsLeftAloneAndItsLengthSealed() throws IOException {
    List<Long> seqs = appendAndSync(2);
    int sealed = bytesOf(1).length;
    disk.failSyncs(1);
    seqs.addAll(append(2));
    assertTrue(log.write());
    sync();
    assertNotNull(log.failure());
    byte[] failed = bytesOf(1);
    assertTrue(log.write());
    sync();
    assertNull(log.failure());
    assertArrayEquals(failed, bytesOf(1));
    SegmentHeader header = SegmentHeader.decode(bytesOf(2), 2).orElseThrow();
    assertEquals(new SegmentHeader(2, seq, 1, sealed), header);
    disk.kill();
    log = open();
    assertEquals(seqs, live());
    disk.spoil(segment(1), sealed + 40);
    log = open();
    assertEquals(seqs, live());
    disk.cutPower();
    log = open();
    assertEquals(seqs, live());
    assertEquals(List.of(), declared, "past the seal nothing is anybody's loss");
  }
}
