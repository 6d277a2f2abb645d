package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.system.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One log on one simulated disk, driven by one seed, beside a model of what it owes. */
final class LogSimulation {
  static final JournalSize SIZE = new JournalSize(2048, 16 << 10);
  private static final Path FOLDER = Path.of("/outbox/journal");
  private static final int STEPS = 150;

  private final Random random;
  private final SimulatedDisk disk;
  private final Debts debts = new Debts();
  private @Nullable JournalLog open;
  private @Nullable SyncRound round;
  private long nextSeq;

  /** What happened, so that a test can see that all of it does. */
  final Map<String, Integer> seen = new TreeMap<>();

  LogSimulation(long seed) {
    random = new Random(seed);
    disk = new SimulatedDisk(random);
    disk.shortWrites(random.nextBoolean());
  }

  void run() throws IOException {
    recover(true);
    for (int lives = 1 + random.nextInt(4); lives > 0; lives--) {
      try {
        if (random.nextInt(8) > 0) {
          disk.crashAt(random.nextInt(150));
        }
        for (int i = 0; i < STEPS; i++) {
          step();
        }
        if (random.nextBoolean()) {
          settle();
        }
      } catch (SimulatedDisk.Crash e) {
        count("crash");
      }
      boolean power = random.nextBoolean();
      end(power);
      recover(power);
    }
    settle();
  }

  private void end(boolean power) {
    count(power ? "power cut" : "kill");
    round = null;
    if (power) {
      disk.cutPower();
    } else {
      disk.kill();
    }
    disk.failSyncs(0);
    disk.room(-1);
  }

  private void recover(boolean power) throws IOException {
    boolean lostPower = power;
    while (true) {
      try {
        if (random.nextInt(4) == 0) {
          disk.crashAt(random.nextInt(20));
        }
        if (random.nextInt(8) == 0) {
          disk.failSyncs(1);
        }
        JournalLog log = JournalLog.open(disk, FOLDER, SIZE, (folder, damage) -> count("damage"));
        open = log;
        disk.crashAt(Long.MAX_VALUE);
        disk.failSyncs(0);
        // What a killed process wrote is on the disk now, unless some sync of it failed.
        boolean synced = disk.failedSyncs() == 0;
        debts.compare(log, lostPower, synced);
        nextSeq = log.nextSeq();
        return;
      } catch (IOException e) {
        count("failed start");
      } catch (SimulatedDisk.Crash e) {
        count("crash in recovery");
        boolean again = random.nextBoolean();
        lostPower |= again;
        end(again);
      }
    }
  }

  private void step() throws IOException {
    JournalLog log = log();
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> append(log, null);
      case 4 -> append(log, any(true));
      case 5, 6, 7 -> acknowledge(log, any(random.nextBoolean()));
      case 8, 9 -> write(log);
      case 10, 11 -> sync(log);
      case 12 -> compact(log);
      case 13 -> delete(log);
      case 14 -> fault();
      default -> {
        Owed record = any(false);
        if (record != null) {
          Debts.read(log, record);
        }
      }
    }
  }

  private void append(JournalLog log, @Nullable Owed first) {
    Owed record = new Owed(nextSeq++, random.nextInt(random.nextInt(12) == 0 ? 5000 : 300));
    debts.add(record);
    if (first != null) {
      first.next = record;
      first.acknowledged(record.written, false);
    }
    log.append(
        Entry.record(record.seq, first == null ? 0 : first.seq, record.bytes, record.written));
  }

  private @Nullable Owed any(boolean oldest) {
    List<Owed> live = debts.all().filter(record -> !record.ackAppended).toList();
    return live.isEmpty() ? null : live.get(oldest ? 0 : random.nextInt(live.size()));
  }

  private void acknowledge(JournalLog log, @Nullable Owed record) {
    if (record != null) {
      JournalTicket ack = Owed.ticket(record.seq);
      record.acknowledged(ack, true);
      log.append(Entry.ack(record.seq, ack));
    }
  }

  private boolean write(JournalLog log) {
    boolean written = log.write();
    count(written ? "write" : "failed write");
    return written;
  }

  /** Half a turn: the log goes on while the disk syncs. */
  private void sync(JournalLog log) {
    SyncRound turn = round;
    if (turn == null) {
      round = log.beginSync();
      return;
    }
    round = null;
    turn.run(disk, log.folder());
    count(turn.failure() == null ? "sync" : "failed sync");
    log.finishSync(turn);
  }

  private void compact(JournalLog log) {
    if (log.compact()) {
      count("compaction");
    }
  }

  private void delete(JournalLog log) throws IOException {
    Segment goes = round == null ? log.removable() : null; // one thread does both
    if (goes == null) {
      return;
    }
    count(log.failure() == null ? "deletion" : "deletion in trouble");
    try {
      goes.delete(disk, log.folder());
    } catch (IOException e) {
      count("failed deletion");
      return;
    }
    log.removed(goes);
  }

  private void fault() {
    switch (random.nextInt(4)) {
      case 0 -> disk.failSyncs(1);
      case 1 -> disk.room(random.nextInt(1500));
      default -> disk.room(-1);
    }
  }

  /** When all faults end, the log does what it owes, and takes no more room than it needs. */
  private void settle() throws IOException {
    JournalLog log = log();
    disk.failSyncs(0);
    disk.room(-1);
    work(log, () -> debts.all().allMatch(Owed::isSettled));
    assertTrue(log.bytes() <= 4 * log.liveBytes() + (64 << 10), () -> "takes " + log.bytes());
    for (Owed record = any(true); record != null; record = any(true)) {
      Debts.read(log, record);
      acknowledge(log, record);
    }
    work(log, log::isDone);
    assertTrue(log.bytes() < 2 * 8192, () -> "nothing is live and it takes " + log.bytes());
    debts.clear();
    count("settled");
  }

  private void work(JournalLog log, BooleanSupplier done) throws IOException {
    for (int i = 0; i < 60; i++) {
      assertTrue(write(log));
      log.compact();
      sync(log);
      delete(log);
      delete(log);
    }
    assertTrue(done.getAsBoolean(), () -> "it does not come to an end: " + debts);
  }

  private JournalLog log() {
    assertNotNull(open);
    return open;
  }

  private void count(String what) {
    seen.merge(what, 1, Integer::sum);
  }
}
