package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.substrate.ScratchpadRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Says once of an entry that its hash is not that of its text. Safe for all threads. */
final class HashDrift {
  private static final Logger LOG = LogManager.getLogger(HashDrift.class);
  private static final int MAX_TOLD = 10_000;

  private final Set<UUID> told =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
                  return size() > MAX_TOLD;
                }
              }));

  void check(ScratchpadRow row) {
    String content = row.content();
    if (content == null
        || (row.contentHash() != null
            && ScratchpadWriter.hash(content).equals(row.contentHash().toLowerCase(Locale.ROOT)))) {
      return;
    }
    if (told.add(row.id())) {
      LOG.warn("[kora.isokron] content_hash drift in entry {}; it is served as it is", row.id());
    }
  }
}
