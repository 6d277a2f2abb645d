package dev.kora.memory.isokron.outbox.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names on a {@link SimulatedDisk}: as a process sees them, and as a power cut leaves them. */
final class SimulatedNames {
  private final Map<Path, SimulatedFile> now = new TreeMap<>();
  private final Map<Path, SimulatedFile> durable = new TreeMap<>();
  private final List<Map<Path, Optional<SimulatedFile>>> changes = new ArrayList<>();

  @Nullable SimulatedFile get(Path path) {
    return now.get(path);
  }

  /** In the order of their names: a seed must do the same every time. */
  Set<SimulatedFile> files() {
    return new LinkedHashSet<>(now.values());
  }

  List<String> in(Path folder) {
    return now.keySet().stream()
        .filter(path -> path.startsWith(folder) && !path.equals(folder))
        .map(path -> folder.relativize(path).getName(0).toString())
        .distinct()
        .sorted()
        .toList();
  }

  /** A change is seen at once, and is durable as a whole or not. */
  void change(Map<Path, Optional<SimulatedFile>> change) {
    changes.add(change);
    apply(change, now);
  }

  void sync(Path folder) {
    for (Map<Path, Optional<SimulatedFile>> change : List.copyOf(changes)) {
      if (change.keySet().stream().anyMatch(path -> folder.equals(path.getParent()))) {
        apply(change, durable);
        changes.remove(change);
      }
    }
  }

  /** Any of the changes stay. */
  void cutPower(Random random) {
    for (Map<Path, Optional<SimulatedFile>> change : changes) {
      if (random.nextBoolean()) {
        apply(change, durable);
      }
    }
    changes.clear();
    now.clear();
    now.putAll(durable);
  }

  private static void apply(
      Map<Path, Optional<SimulatedFile>> change, Map<Path, SimulatedFile> to) {
    change.forEach(
        (path, file) -> file.ifPresentOrElse(there -> to.put(path, there), () -> to.remove(path)));
  }
}
