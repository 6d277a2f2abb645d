package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.outbox.Offer.Fate;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What becomes of writes that follow others: the outbox tells the fate of a first write only.
 * Passes everything on. Safe for all threads.
 */
public final class FollowUpFates implements OutboxListener {
  private final Map<UUID, CompletableFuture<Fate>> awaited = new ConcurrentHashMap<>();
  private final OutboxListener next;

  /** Makes it; {@code next} hears everything after it. */
  public FollowUpFates(OutboxListener next) {
    this.next = next;
  }

  /** Begins to watch for a write's fate; to be called before the first one is offered. */
  CompletableFuture<Fate> watch(UUID key) {
    return awaited.computeIfAbsent(key, k -> new CompletableFuture<>());
  }

  @Override
  public void delivered(OutboxRecord message, String resultId) {
    settle(message.key(), new Fate.Delivered(resultId));
    next.delivered(message, resultId);
  }

  @Override
  public void retrying(OutboxRecord message, int attempts, String reason) {
    next.retrying(message, attempts, reason);
  }

  @Override
  public void parked(OutboxRecord message, String reason) {
    settle(message.key(), new Fate.GivenUp(reason, false));
    next.parked(message, reason);
  }

  @Override
  public void refused(OutboxRecord message, String reason) {
    settle(message.key(), new Fate.GivenUp(reason, false));
    next.refused(message, reason);
  }

  /** What became of it; to be told where the first write is given up, so that it never comes. */
  void settle(UUID key, Fate fate) {
    CompletableFuture<Fate> future = awaited.remove(key);
    if (future != null) {
      future.complete(fate);
    }
  }
}
