package dev.kora.memory.isokron.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one workspace. In order, with one exception: records of a tool that the server does
 * not have wait aside. Guarded by the outbox's lock.
 */
final class Lane {
  /** Failures of the head after which it is suspected to be at fault by itself. */
  private static final int SUSPECT_AFTER = 20;

  final Deque<Waiting> queue = new ArrayDeque<>();

  /** Whether a sender is at work on this lane. */
  boolean busy;

  /** The next look at this lane, when none is at work. */
  Future<?> alarm = CompletableFuture.completedFuture(null);

  /** When the lane may send again. */
  long notBefore;

  /** One record in the queue. */
  static final class Waiting {
    final OutboxRecord message;
    final long since;
    final long bytes;
    final CompletableFuture<Offer.Fate> fate = new CompletableFuture<>();
    int failures;
    boolean suspect;
    String lastReason = "";

    Waiting(OutboxRecord message, long since) {
      this.message = message;
      this.since = since;
      this.bytes = message.bytes();
    }

    void failed(String reason, boolean atOnce) {
      failures++;
      lastReason = reason;
      suspect = atOnce || failures >= SUSPECT_AFTER;
    }
  }

  /**
   * What to send next.
   *
   * @param canaryFor the suspected head, when {@code next} is the one behind it
   */
  record Choice(@Nullable Waiting next, @Nullable Waiting canaryFor, long waitNanos) {}

  Choice choose(Gates gates, long now) {
    if (notBefore > now) {
      return new Choice(null, null, notBefore - now);
    }
    long shortest = Long.MAX_VALUE;
    Set<String> passed = new HashSet<>();
    Iterator<Waiting> waiting = queue.iterator();
    Waiting suspect = null;
    while (waiting.hasNext()) {
      Waiting candidate = waiting.next();
      String tool = candidate.message.tool();
      if (passed.contains(tool)) {
        continue;
      }
      long wait = gates.waitFor(tool, now);
      if (wait > 0) {
        passed.add(tool);
        shortest = Math.min(shortest, wait);
      } else if (candidate.suspect && suspect == null) {
        suspect = candidate;
      } else {
        return new Choice(candidate, suspect, 0);
      }
    }
    return suspect != null ? new Choice(suspect, null, 0) : new Choice(null, null, shortest);
  }
}
