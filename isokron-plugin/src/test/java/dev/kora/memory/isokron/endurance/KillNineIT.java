package dev.kora.memory.isokron.endurance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts that are killed in the middle of everything, one after the other on the same folder, and a
 * Sea server that is killed too. {@code -Disokron.kills=N} says how many; {@code -Disokron.seed=N}
 * repeats the choices of a run, as far as the machine does.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class KillNineIT {
  private static final int KILLS = Integer.getInteger("isokron.kills", 15);
  private static final long SEED = Long.getLong("isokron.seed", System.nanoTime());

  @TempDir Path folder;

  private final Random chance = new Random(SEED);
  private final Reports reports = new Reports();
  private int duringStart;
  private int seaKills;
  private int startsWithSome;
  private int adoptions;
  private @Nullable ChildJvm guest;

  @Test
  void whatWasPersistedIsInTheChainOnceAndInOrderWhateverIsKilled() throws Exception {
    System.out.println("KillNineIT: -Disokron.seed=" + SEED);
    try (SeaProcess sea = new SeaProcess(folder);
        Hosts hosts = new Hosts(folder, sea)) {
      sea.start();
      sea.awaitReady();
      for (int life = 1; life <= KILLS; life++) {
        oneLife(life, sea, hosts);
      }
      endOfGuest();
      if (!sea.isRunning()) {
        sea.start();
      }
      adoptions += hosts.journals() > 1 ? 1 : 0;
      hosts.deliverAll();
      Chain chain = sea.verified();
      System.out.println(summary(chain));
      chain.assertHolds(reports);
      assertNotVacuous(chain);
    }
  }

  private void oneLife(int life, SeaProcess sea, Hosts hosts) throws Exception {
    adoptions += hosts.journals() > 1 && guest == null ? 1 : 0;
    ChildJvm host = hosts.start();
    // Numbers go on from life to life: so those of a stream are in order over all of them.
    host.tell("run " + chance.nextLong() + " " + life * 1_000_000L + " a b");
    killOrStart(life, sea);
    boolean certain = life % 10 == 4; // whatever the dice say, something is at stake then
    if (!certain && chance.nextInt(5) == 0) {
      sleep(chance.nextInt(1_200)); // it starts, recovers, adopts, or has just begun
    } else {
      startsWithSome += host.await("ready").equals("0") ? 0 : 1;
      host.await("accepted");
      sleep(chance.nextInt(1 + chance.nextInt(500)));
      endOfGuest();
      if (certain || life % 4 == 2) {
        // It has the folder beside; its streams are its own, since nothing orders two processes.
        guest = hosts.start();
        guest.tell("run " + chance.nextLong() + " 1 guest" + life);
        guest.await("accepted");
      }
      sleep(chance.nextInt(1 + chance.nextInt(500)));
      if (chance.nextBoolean()) {
        host.awaitNext("accepted"); // in mid-burst, and mostly in mid-write of what follows
      }
    }
    int before = reports.all().size();
    reports.add(host.kill());
    duringStart += reports.all().size() == before ? 1 : 0;
  }

  private void killOrStart(int life, SeaProcess sea) throws Exception {
    if (!sea.isRunning()) {
      sea.start();
    } else if (life % 10 == 4 || chance.nextInt(50) == 0) {
      sea.kill();
      seaKills++;
    }
  }

  private void endOfGuest() throws InterruptedException {
    if (guest != null) {
      reports.add(guest.kill());
      guest = null;
    }
  }

  private static void sleep(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  private String summary(Chain chain) {
    return "KillNineIT: hosts killed %d, of them before they said anything %d; Sea killed %d;"
            .formatted(KILLS, duringStart, seaKills)
        + " accepted %d: persisted %d, in memory only %d, of them delivered %d;"
            .formatted(
                reports.all().size(),
                reports.persisted().size(),
                reports.memoryOnly().size(),
                chain.count(reports.memoryOnly()))
        + " starts that found some undelivered %d, that adopted %d; in the chain %d"
            .formatted(startsWithSome, adoptions, chain.size());
  }

  /** A test in which nothing was at stake proves nothing. */
  private void assertNotVacuous(Chain chain) {
    assertTrue(reports.persisted().size() > 10 * KILLS, () -> summary(chain));
    assertTrue(startsWithSome > 0 && seaKills > 0 && adoptions > 0, () -> summary(chain));
  }
}
