package dev.kora.memory.isokron.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process has superseded, from the moment that the outbox took it until the substrate's
 * events say so: by workspace and entry. Bounded; what falls out is in the chain long since. Safe
 * for all threads.
 */
public final class SupersededOverlay {
  private static final int MAX_ENTRIES = 10_000;
  private static final String UNDER_WAY = "";

  private record NodeKey(String workspace, String id) {}

  private final Map<NodeKey, String> replaced = bounded();
  private final Map<NodeKey, String> replaces = bounded();

  private static Map<NodeKey, String> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<NodeKey, String> eldest) {
        return size() > MAX_ENTRIES;
      }
    };
  }

  /** Claims the right to supersede an entry; false when it is superseded or claimed already. */
  synchronized boolean claim(String workspace, String id) {
    return replaced.putIfAbsent(new NodeKey(workspace, id), UNDER_WAY) == null;
  }

  /** It is not superseded after all. */
  synchronized void release(String workspace, String id) {
    replaced.remove(new NodeKey(workspace, id));
  }

  /** It is superseded by an entry, or by a pending node under its key. */
  synchronized void superseded(String workspace, String id, String replacement) {
    replaced.put(new NodeKey(workspace, id), replacement);
    replaces.put(new NodeKey(workspace, replacement), id);
  }

  synchronized Optional<String> replacementOf(String workspace, String id) {
    return Optional.ofNullable(replaced.get(new NodeKey(workspace, id)))
        .filter(replacement -> !replacement.equals(UNDER_WAY));
  }

  /** The entry in whose place another one stands. */
  synchronized Optional<String> replacedBy(String workspace, String id) {
    return Optional.ofNullable(replaces.get(new NodeKey(workspace, id)));
  }
}
