package dev.kora.memory.isokron.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.isokron.LogLines;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the server and the disk do: what was accepted is in the chain, on the disk, or declared
 * to be lost; in order; and nothing waits for ever. {@code -Doutbox.seed=N} runs one seed again,
 * {@code -Doutbox.seeds=N} so many.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class OutboxSimulationTest {
  private static final long SEEDS = Long.getLong("outbox.seeds", 300);

  @Test
  void nothingAcceptedIsLostInSilence() {
    Long only = Long.getLong("outbox.seed");
    Map<String, Integer> seen = new TreeMap<>();
    (only == null ? LongStream.range(0, SEEDS) : LongStream.of(only))
        .forEach(seed -> logged(seed, seen, OutboxSimulation::run));
    if (only == null) {
      List<String> never =
          Stream.of(
                  "PERSISTED",
                  "MEMORY_ONLY",
                  "refused",
                  "power cut",
                  "kill",
                  "restart",
                  "replay",
                  "down for a day")
              .filter(what -> !seen.containsKey(what))
              .toList();
      assertEquals(List.of(), never, seen::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4711, 4712})
  void theProcessMayEndAtAnyOperationOfTheDisk(long seed) {
    boolean[] ended = {true};
    for (int operation = 0; ended[0] && operation < 400; operation++) {
      int k = operation;
      logged(seed, new TreeMap<>(), simulation -> ended[0] = simulation.run(k));
    }
  }

  private static void logged(long seed, Map<String, Integer> seen, Consumer<OutboxSimulation> run) {
    OutboxSimulation simulation = new OutboxSimulation(seed);
    try (LogLines log = new LogLines()) {
      try {
        run.accept(simulation);
      } catch (RuntimeException | Error e) {
        List<String> said = log.all().stream().map(LogLines.Line::shown).toList();
        List<String> last = said.subList(Math.max(0, said.size() - 20), said.size());
        throw new AssertionError(
            "seed " + seed + " " + simulation.seen() + "\n" + String.join("\n", last), e);
      }
    }
    simulation.seen().forEach((what, count) -> seen.merge(what, count, Integer::sum));
  }
}
