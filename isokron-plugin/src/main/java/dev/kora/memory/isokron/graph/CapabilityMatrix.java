package dev.kora.memory.isokron.graph;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the agent's actor may do. Unmodifiable.
 *
 * @param all every capability there is, and whether it is granted, by name
 */
public record CapabilityMatrix(SortedMap<String, Boolean> all) {
  public CapabilityMatrix {
    all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
  }

  /** Whether a capability is granted; an unknown one is not. */
  public boolean isGranted(String capability) {
    return all.getOrDefault(capability, false);
  }

  /** The granted ones, sorted. */
  public List<String> granted() {
    return all.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }
}
