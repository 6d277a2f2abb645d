package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A log on a simulated disk, and short words for what tests do to it. */
class LogOnDisk {
  static final Path FOLDER = Path.of("/outbox/journal");

  final SimulatedDisk disk = new SimulatedDisk(new Random(1));
  final List<String> declared = new ArrayList<>();
  JournalLog log = open();
  long seq = log.nextSeq();

  JournalLog open() {
    try {
      return JournalLog.open(
          disk, FOLDER, LogSimulation.SIZE, (folder, damage) -> declared.add(damage.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Long> append(int count) {
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long next = seq++;
      log.append(Entry.record(next, 0, record(next), Owed.ticket(next)));
      seqs.add(next);
    }
    return seqs;
  }

  List<Long> appendAndSync(int count) {
    List<Long> seqs = append(count);
    assertTrue(log.write());
    sync();
    return seqs;
  }

  void acknowledge(List<Long> seqs) {
    seqs.forEach(each -> log.append(Entry.ack(each, Owed.ticket(each))));
  }

  void sync() {
    SyncRound round = log.beginSync();
    assertNotNull(round);
    round.run(disk, log.folder());
    log.finishSync(round);
  }

  List<Long> live() {
    return new ArrayList<>(log.kept(0).map(Journal.Kept::handle).toList());
  }

  static byte[] record(long seq) {
    return RecordCodec.encode(Owed.record(new UUID(seq, 0), "y".repeat(200)));
  }

  static Path segment(long id) {
    return Segment.path(FOLDER.resolve("segments"), id);
  }

  byte[] bytesOf(long id) {
    byte[] bytes = disk.bytes(segment(id));
    assertNotNull(bytes);
    return bytes;
  }
}
