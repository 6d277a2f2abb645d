package dev.kora.memory.isokron.events;

import dev.kora.memory.isokron.substrate.ChainReads;
import dev.kora.memory.isokron.substrate.ChainRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest events of each workspace, cached for a while or until one is delivered; those of the
 * workspaces asked about last. Safe for all threads.
 */
public final class RecentEvents {
  private static final int LIMIT = 50;
  private static final int MAX_WORKSPACES = 256;

  private final ChainReads reads;
  private final Duration ttl;
  private final Map<String, Cached> cache = new LinkedHashMap<>(16, 0.75f, true);
  private long generation;

  private record Cached(List<ChainRow> rows, long readAt) {}

  /** Makes the cache; a time to live of zero caches nothing. */
  public RecentEvents(ChainReads reads, Duration ttl) {
    this.reads = reads;
    this.ttl = ttl;
  }

  /** Up to 50 events of a workspace, newest first. */
  public List<ChainRow> of(String workspace) throws SubstrateException {
    long before;
    synchronized (cache) {
      Cached cached = cache.get(workspace);
      if (cached != null && !isOld(cached)) {
        return cached.rows();
      }
      before = generation;
    }
    List<ChainRow> rows = List.copyOf(reads.recent(workspace, LIMIT));
    synchronized (cache) {
      // Not if an event was delivered while this was being read.
      if (!ttl.isZero() && generation == before) {
        cache.values().removeIf(this::isOld);
        cache.put(workspace, new Cached(rows, System.nanoTime()));
        if (cache.size() > MAX_WORKSPACES) {
          cache.remove(cache.keySet().iterator().next());
        }
      }
    }
    return rows;
  }

  private boolean isOld(Cached cached) {
    return System.nanoTime() - cached.readAt() >= ttl.toNanos();
  }

  /** The next question about a workspace goes to the substrate. */
  public void forget(String workspace) {
    synchronized (cache) {
      generation++;
      cache.remove(workspace);
    }
  }
}
