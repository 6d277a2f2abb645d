package dev.kora.memory.isokron.endurance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kora.memory.isokron.outbox.Durability;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What hosts said of the events that they emitted. */
final class Reports {
  private final Map<UUID, Said> all = new LinkedHashMap<>();
  private long refused;

  /** An accepted event. */
  record Said(UUID key, String stream, long number, Durability durability) {}

  /** Takes all that a host had said, and that nothing in it failed. */
  void add(List<String> lines) {
    assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("threw")).toList());
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("accepted")) {
        UUID key = UUID.fromString(words[1]);
        Durability durability = Durability.valueOf(words[4]);
        Said said = new Said(key, words[2], Long.parseLong(words[3]), durability);
        assertNull(all.put(key, said), () -> "a key was given twice: " + line);
      } else if (words[0].equals("refused")) {
        refused++;
      }
    }
  }

  Map<UUID, Said> all() {
    return all;
  }

  long refused() {
    return refused;
  }

  Set<UUID> persisted() {
    return keys(Durability.PERSISTED);
  }

  Set<UUID> memoryOnly() {
    return keys(Durability.MEMORY_ONLY);
  }

  private Set<UUID> keys(Durability durability) {
    return all.values().stream()
        .filter(said -> said.durability() == durability)
        .map(Said::key)
        .collect(Collectors.toSet());
  }

  List<String> describe(Collection<UUID> keys) {
    return all.keySet().stream().filter(keys::contains).map(key -> all.get(key) + "").toList();
  }
}
