package dev.kora.memory.sea.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.sea.audit.KeyLedger.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

class KeyLedgerPropertyTest {
  @Property(tries = 500)
  void findsTheFirstRepeatThatASetFindsHoweverTheRunsFall(
      @ForAll @Size(max = 700) List<@IntRange(max = 2_000) Integer> keys,
      @ForAll @IntRange(min = 1, max = 300) int runLength) {
    long expected = 0;
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < keys.size() && expected == 0; i++) {
      expected = seen.add(keys.get(i)) ? 0 : i + 1;
    }
    try (KeyLedger ledger = new KeyLedger(runLength)) {
      for (int i = 0; i < keys.size(); i++) {
        // Many keys share one half, and signs differ in both.
        ledger.add(new UUID(20 - keys.get(i) / 45, keys.get(i) % 45 - 22), i + 1);
      }
      Entry found = ledger.firstRepeat();
      assertEquals(expected, found == null ? 0 : found.seq());
    }
    Statistics.label("runs in the file").collect(keys.size() / runLength > 1);
    Statistics.label("a key repeats").collect(expected > 0);
  }
}
