package dev.kora.memory.isokron.substrate;

import java.util.LinkedHashMap;
import java.util.Map;

/** What has been said already, so that a log has it once; of much, what was said last. */
final class Told {
  private static final int MAX = 1_000;

  private final Map<String, Boolean> said =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX;
        }
      };

  /** Whether this is said for the first time. */
  synchronized boolean isNew(String what) {
    return said.put(what, true) == null;
  }
}
