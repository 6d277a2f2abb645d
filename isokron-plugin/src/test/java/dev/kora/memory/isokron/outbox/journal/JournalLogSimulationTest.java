package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.isokron.outbox.system.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of lives of a log, each by its seed; one again with {@code -Disokron.seed=N}, more with
 * {@code -Disokron.seeds=N}.
 */
@Timeout(600)
class JournalLogSimulationTest {
  private static final int SEEDS = Integer.getInteger("isokron.seeds", 6_000);

  @Test
  void whateverTheDiskDoesNothingIsLostAndNothingComesBack() {
    Long only = Long.getLong("isokron.seed");
    if (only != null) {
      run(only, new TreeMap<>());
      return;
    }
    Map<String, Integer> seen = new TreeMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
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
