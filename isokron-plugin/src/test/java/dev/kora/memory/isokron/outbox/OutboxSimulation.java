package dev.kora.memory.isokron.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.system.SimulatedDisk;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** An outbox through several lives on one disk, beside one server; all of it by one seed. */
final class OutboxSimulation {
  private static final int STEPS = 120;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final Random random;
  private boolean full;
  private final OutboxModel model = new OutboxModel();
  private final ScriptedServer server;
  private final SimulatedHost host;
  private final boolean reliable;

  OutboxSimulation(long seed) {
    random = new Random(seed);
    server = new ScriptedServer(random, model);
    host = new SimulatedHost(random, server, model);
    reliable = random.nextInt(3) == 0;
  }

  Map<String, Integer> seen() {
    return host.seen;
  }

  /** Lives with and without an end by force, each by chance. */
  void run() {
    host.open();
    trouble();
    for (int lives = 1 + random.nextInt(4); lives > 0; lives--) {
      live(reliable || random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(400));
    }
    settle();
  }

  /** One life that ends at the k-th operation of the disk; false if there are not so many. */
  boolean run(long k) {
    host.open();
    live(k);
    boolean ended = host.seen.containsKey("kill") || host.seen.containsKey("power cut");
    settle();
    return ended;
  }

  private void live(long crashAt) {
    try {
      host.disk.crashAt(crashAt);
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      if (random.nextBoolean()) {
        host.restart();
      }
    } catch (SimulatedDisk.Crash e) {
      host.crash();
    }
  }

  private void step() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> offer();
      case 9, 10, 11, 12, 13 -> host.machine().pass(random.nextInt(300_000_000));
      case 14 -> host.machine().pass(random.nextLong(HOUR / 30));
      case 15, 16 -> trouble();
      case 17 -> fault();
      case 18 -> replay();
      default -> host.machine().jump(random.nextInt(-86_400, 86_400));
    }
  }

  private void offer() {
    String tool = random.nextInt(3) == 0 ? "b" : "a";
    boolean poison = random.nextInt(25) == 0;
    String text = "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 3_000 : 200));
    String workspace = "w" + random.nextInt(3);
    FollowUp next =
        random.nextInt(4) == 0 ? new FollowUp(key(), "b", "then", "{\"p\":{}}", "/p/id") : null;
    OutboxRecord message =
        new OutboxRecord(key(), workspace, tool, "event", "test", text, 0, "target", next);
    boolean awaited = random.nextInt(12) == 0;
    model.offers(message);
    Offer offer = awaited ? host.outbox().offerAwaited(message) : host.outbox().offer(message);
    model.offered(message, poison, offer);
    host.count(
        offer instanceof Offer.Accepted accepted
            ? String.valueOf(accepted.durability())
            : "refused");
    if (awaited && random.nextBoolean()) {
      host.outbox().keep(workspace, message.key());
    }
  }

  private UUID key() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private void trouble() {
    ScriptedServer.Trouble[] all = ScriptedServer.Trouble.values();
    ScriptedServer.Trouble next = random.nextBoolean() ? all[0] : all[random.nextInt(all.length)];
    server.trouble(next);
    server.cured = random.nextInt(3) == 0;
    host.count(String.valueOf(next));
    if (next == ScriptedServer.Trouble.DOWN && random.nextInt(24) == 0) {
      // The journal looks at a full disk ten times a second: a day of that tells nothing more.
      host.count(full ? "down for an hour, disk full" : "down for a day");
      host.machine().pass(full ? HOUR : 24 * HOUR);
    }
    if (next == ScriptedServer.Trouble.STUB_B && random.nextInt(4) == 0) {
      host.machine().pass(HOUR);
    }
  }

  private void fault() {
    if (!reliable) {
      model.faulty();
      switch (random.nextInt(4)) {
        case 0 -> host.disk.failSyncs(1 + random.nextInt(2));
        case 1 -> room(random.nextInt(3_000));
        default -> room(-1);
      }
    }
  }

  private void room(int bytes) {
    full = bytes >= 0;
    host.disk.room(bytes);
  }

  private void replay() {
    List<DeadLetter> parked = host.outbox().parked();
    if (!parked.isEmpty()) {
      replay(parked.get(random.nextInt(parked.size())).message().key());
    }
  }

  private void replay(UUID key) {
    try {
      assertTrue(host.outbox().replay(key));
      host.count("replay");
    } catch (IOException e) {
      host.count("failed replay");
    }
  }

  /** When all troubles are over, all that is owed arrives. */
  private void settle() {
    host.disk.crashAt(Long.MAX_VALUE);
    host.disk.failSyncs(0);
    host.disk.room(-1);
    server.trouble(ScriptedServer.Trouble.NONE);
    drain();
    Set<UUID> parked = new HashSet<>();
    for (DeadLetter letter : host.outbox().parked()) {
      host.count("parked");
      Expected record = model.get(letter.message().key());
      assertTrue(
          record != null && (record.poison || record.unlucky),
          () -> "parked by mistake: " + letter);
      parked.add(letter.message().key());
    }
    server.cured = true;
    parked.forEach(this::replay);
    drain();
    model.check(server);
    host.count("settled");
    host.restart();
    assertEquals(0, host.outbox().counters().queued(), "something comes again");
    assertEquals(List.of(), host.outbox().parked());
  }

  private void drain() {
    for (int i = 0; i < 200; i++) {
      // One at the end of each queue: where all others are poisoned, none could show it.
      for (int workspace = 0; workspace < 3 && i % 5 == 0; workspace++) {
        for (String tool : List.of("a", "b")) {
          OutboxRecord last =
              new OutboxRecord(
                  key(), "w" + workspace, tool, "event", "test", "last", 0, "target", null);
          model.offers(last);
          model.offered(last, false, host.outbox().offer(last));
        }
      }
      host.machine().pass(TimeUnit.SECONDS.toNanos(150));
      if (host.outbox().counters().queued() == 0 && i > 1) {
        host.machine().pass(TimeUnit.SECONDS.toNanos(10));
        return;
      }
    }
    throw new AssertionError(
        host.outbox().counters() + " does not come to an end: " + host.outbox().trouble());
  }
}
