package dev.kora.memory.isokron.events;

import dev.kora.memory.isokron.substrate.ChainReads;
import dev.kora.memory.isokron.substrate.ChainRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The newest events of each workspace, cached for a while or until one is delivered. */
public final class RecentEvents {
  private static final int LIMIT = 50;

  private final ChainReads reads;
  private final Duration ttl;
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();

  private record Cached(List<ChainRow> rows, long readAt) {}

  /** Makes the cache; a time to live of zero caches nothing. */
  public RecentEvents(ChainReads reads, Duration ttl) {
    this.reads = reads;
    this.ttl = ttl;
  }

  /** Up to 50 events of a workspace, newest first. */
  public List<ChainRow> of(String workspace) throws SubstrateException {
    Cached cached = cache.get(workspace);
    if (cached != null && System.nanoTime() - cached.readAt() < ttl.toNanos()) {
      return cached.rows();
    }
    long before = generation.get();
    List<ChainRow> rows = List.copyOf(reads.recent(workspace, LIMIT));
    if (!ttl.isZero()) {
      cache.put(workspace, new Cached(rows, System.nanoTime()));
      if (generation.get() != before) {
        cache.remove(workspace); // an event was delivered while this was being read
      }
    }
    return rows;
  }

  /** The next question about a workspace goes to the substrate. */
  public void forget(String workspace) {
    generation.incrementAndGet();
    cache.remove(workspace);
  }
}
