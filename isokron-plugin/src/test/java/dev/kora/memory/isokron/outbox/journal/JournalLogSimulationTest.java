package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.isokron.outbox.system.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of logs, each through several lives, all by its seed. What fails names its seed: {@code
 * -Disokron.seed=N} runs that one again, the same in every step. {@code -Disokron.seeds=N} runs as
 * many, {@code -Disokron.firstSeed=N} others.
 */
@Timeout(3600)
class JournalLogSimulationTest {
  private static final int SEEDS = Integer.getInteger("isokron.seeds", 4_000);
  private static final long FIRST = Long.getLong("isokron.firstSeed", 0);

  @BeforeAll
  static void beQuietAboutDamage() {
    Configurator.setLevel(DamageCopies.class.getName(), Level.OFF);
    Configurator.setLevel(Recovery.class.getName(), Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    Configurator.setLevel(DamageCopies.class.getName(), Level.ERROR);
    Configurator.setLevel(Recovery.class.getName(), Level.ERROR);
  }

  @Test
  void whateverTheDiskDoesNothingIsLostAndNothingComesBack() {
    Long only = Long.getLong("isokron.seed");
    if (only != null) {
      run(only, new TreeMap<>());
      return;
    }
    Map<String, Integer> seen = new TreeMap<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      run(seed, seen);
    }
    List<String> wanted =
        List.of(
            "crash",
            "crash in recovery",
            "power cut",
            "kill",
            "damage",
            "write",
            "failed write",
            "sync",
            "failed sync",
            "compaction",
            "deletion",
            "deletion in trouble",
            "failed deletion",
            "settled");
    assertEquals(
        List.of(),
        wanted.stream().filter(what -> seen.getOrDefault(what, 0) < SEEDS / 100).toList(),
        () -> "too seldom in " + seen);
  }

  private static void run(long seed, Map<String, Integer> seen) {
    LogSimulation simulation = new LogSimulation(seed);
    try {
      simulation.run();
    } catch (IOException | RuntimeException | AssertionError | SimulatedDisk.Crash e) {
      throw new AssertionError("-Disokron.seed=" + seed + ": " + e.getMessage(), e);
    }
    simulation.seen.forEach((what, count) -> seen.merge(what, count, Integer::sum));
  }
}
