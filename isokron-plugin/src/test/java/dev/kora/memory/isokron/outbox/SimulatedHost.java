package dev.kora.memory.isokron.outbox;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.kora.memory.isokron.outbox.folder.DamageGaps;
import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.journal.Damage;
import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.journal.JournalSize;
import dev.kora.memory.isokron.outbox.system.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One process after the other on one disk, each with an outbox. */
final class SimulatedHost {
  private static final Path FOLDER = Path.of("/outbox");

  final SimulatedDisk disk;

  /** What happened, so that a test can see that all of it does. */
  final Map<String, Integer> seen = new TreeMap<>();

  private final Random random;
  private final ScriptedServer server;
  private final OutboxModel model;
  private final long maxBytes;
  private final JournalSize size;
  private SimulatedMachine machine;

  // A sync failed, and the process that knew of it is gone: the system says all is well.
  private boolean doubtful;

  private @Nullable JournaledOutbox open;

  SimulatedHost(Random random, ScriptedServer server, OutboxModel model) {
    this.random = random;
    this.server = server;
    this.model = model;
    disk = new SimulatedDisk(random);
    maxBytes = random.nextBoolean() ? 16 << 10 : 1 << 20;
    size = new JournalSize(4096, random.nextBoolean() ? 16 << 10 : 1 << 20);
    machine = machine(0);
  }

  private SimulatedMachine machine(long now) {
    return new SimulatedMachine(random, now, model::syncBegins, this::synced);
  }

  // After a failed sync there may be nothing to sync until it is written again.
  private void synced() {
    if (open != null && open.memoryOnly().isEmpty()) {
      model.synced();
    }
  }

  JournaledOutbox outbox() {
    assertNotNull(open);
    return open;
  }

  SimulatedMachine machine() {
    return machine;
  }

  void open() {
    while (true) {
      try {
        open = null;
        machine = machine(machine.nanos());
        server.pass = machine::pass;
        DiskJournal journal =
            DiskJournal.open(disk, machine, machine, FOLDER, "target", size, this::damaged);
        open = outbox(journal);
        return;
      } catch (SimulatedDisk.Crash e) {
        crash(false);
      } catch (IOException e) {
        count("failed start");
        disk.kill();
      }
    }
  }

  private JournaledOutbox outbox(DiskJournal journal) throws IOException {
    return new JournaledOutbox(
        Map.of("a", server, "b", server),
        new OutboxListener() {},
        Outboxes::gapEvent,
        new OutboxPlatform(
            journal,
            OutboxFolder.on(disk, journal.folder().orElseThrow()),
            machine,
            machine,
            machine,
            machine,
            new SplittableRandom(random.nextLong())),
        new OutboxLimits(Backoff.standard(random), maxBytes, Duration.ofSeconds(1)));
  }

  private void damaged(Path folder, Damage damage) throws IOException {
    count("damage");
    model.damaged(damage.atMost());
    new DamageGaps(disk, machine).damaged(folder, damage);
  }

  /** The process ends in the middle of it, and another one starts. */
  void crash() {
    crash(true);
    open();
  }

  private void crash(boolean mayCrashAgain) {
    boolean power = random.nextBoolean();
    count(power ? "power cut" : "kill");
    boolean forgotten = power && doubtful;
    doubtful = !power && (doubtful || disk.failedSyncs() > 0);
    if (power) {
      disk.cutPower();
    } else {
      disk.kill();
    }
    disk.failSyncs(0);
    disk.room(-1);
    server.forgetCallers();
    model.crashed(power, forgotten);
    if (mayCrashAgain && random.nextInt(4) == 0) {
      disk.crashAt(random.nextInt(40));
    }
  }

  /** A clean end and a new start. */
  void restart() {
    count("restart");
    JournaledOutbox outbox = outbox();
    boolean trouble = outbox.memoryOnly().isPresent();
    int timesFull = disk.timesFull();
    outbox.close(Duration.ZERO);
    machine.pass(0);
    disk.list(FOLDER); // it may have stopped on a thread of the outbox
    model.closed(server, trouble || disk.timesFull() > timesFull);
    server.forgetCallers();
    open();
  }

  void count(String what) {
    seen.merge(what, 1, Integer::sum);
  }
}
