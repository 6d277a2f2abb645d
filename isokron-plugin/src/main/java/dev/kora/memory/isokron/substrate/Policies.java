package dev.kora.memory.isokron.substrate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The policies of a workspace.
 *
 * @param values policy path to value, which must not be changed; a value that could not be read is
 *     a text that says so
 */
public record Policies(SortedMap<String, JsonNode> values) {

  /** Copies the map. */
  public Policies {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
