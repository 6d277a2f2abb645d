package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that a log has taken and still owes. */
final class Debts {
  private final Map<Long, Owed> owed = new TreeMap<>();

  // Acknowledged, but a power cut may take the acknowledgement.
  private final Map<Long, Owed> doneInDoubt = new TreeMap<>();

  void add(Owed record) {
    owed.put(record.seq, record);
  }

  Stream<Owed> all() {
    return owed.values().stream();
  }

  void clear() {
    owed.clear();
  }

  /** What is there must be what is owed. */
  void compare(JournalLog log, boolean lostPower, boolean synced) throws IOException {
    Map<Long, Owed> before = new TreeMap<>(owed);
    owed.clear();
    log.kept(0)
        .forEach(
            kept -> {
              Owed there = before.remove(kept.handle());
              Owed back = lostPower ? doneInDoubt.remove(kept.handle()) : null;
              Owed record = there == null ? back : there;
              assertNotNull(record, () -> "nobody wrote " + kept);
              assertEquals(record.key().hashCode(), kept.keyHash());
              assertTrue(!record.gone(lostPower), () -> "acknowledged and back: " + record);
              Owed again = new Owed(record, synced || record.synced());
              owed.put(again.seq, again);
            });
    if (synced) {
      doneInDoubt.clear();
    }
    for (Owed lost : before.values()) {
      if (lost.ackAppended && !lost.gone(true) && !synced) {
        doneInDoubt.put(lost.seq, lost);
      }
      assertTrue(!lost.promised(lostPower) || lost.ackAppended, () -> "lost: " + lost);
      Owed next = lost.next;
      if (next != null && lost.promised(lostPower) && !next.ackAppended) {
        assertTrue(owed.containsKey(next.seq), () -> "its follow-up is lost: " + lost);
      }
    }
    for (Owed record : owed.values()) {
      assertTrue(log.nextSeq() > record.seq, "a number is given twice");
      Owed next = record.next == null ? null : owed.get(record.next.seq);
      assertTrue(next == null, () -> "the first write is back beside its follow-up: " + record);
      read(log, record);
    }
  }

  @Override
  public String toString() {
    return "not settled: " + all().filter(record -> !record.isSettled()).toList();
  }

  static void read(JournalLog log, Owed record) throws IOException {
    FoundRecord found = log.find(record.seq);
    assertNotNull(found, () -> "cannot be read: " + record);
    assertArrayEquals(record.bytes, found.load());
  }
}
