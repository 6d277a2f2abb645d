package dev.kora.memory.isokron.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one workspace. In order, with one exception: records of a tool that the server does
 * not have, or that fails for every record, wait aside. Guarded by the outbox's lock.
 */
final class Lane {
  final String workspace;
  final Deque<Waiting> queue = new ArrayDeque<>();

  /** Tools that are there and fail for all that this workspace has for them. */
  final Gates failing;

  /** Whether a sender is at work on this lane. */
  boolean busy;

  /** The thread that is telling what became of the last attempt, if one is. */
  @Nullable Thread reporter;

  /** The next look at this lane, when none is at work. */
  Future<?> alarm = CompletableFuture.completedFuture(null);

  /** When the lane may send again. */
  long notBefore = System.nanoTime();

  /** Whether it was the server that asked to wait so long. */
  boolean serverAsked;

  Lane(String workspace, Backoff backoff) {
    this.workspace = workspace;
    this.failing = new Gates(backoff);
  }

  /**
   * What to send next.
   *
   * @param canaryFor the suspected head, when {@code next} is one behind it
   */
  record Choice(@Nullable Waiting next, @Nullable Waiting canaryFor, long waitNanos) {}

  Choice choose(Gates gates, long now) {
    if (notBefore - now > 0) {
      return new Choice(null, null, notBefore - now);
    }
    long shortest = Long.MAX_VALUE;
    Set<String> aside = new HashSet<>();
    for (Waiting head : queue) {
      String tool = head.tool();
      if (aside.contains(tool)) {
        continue;
      }
      long wait = Math.max(gates.waitFor(tool, now), failing.waitFor(tool, now));
      if (wait == 0) {
        Waiting canary = canaryFor(head);
        return canary == null ? new Choice(head, null, 0) : new Choice(canary, head, 0);
      }
      aside.add(tool);
      shortest = Math.min(shortest, wait);
    }
    return new Choice(null, null, shortest);
  }

  /** The record of the same tool that is to show whether it is the head that is at fault. */
  @Nullable Waiting canaryFor(Waiting head) {
    if (!head.isSuspect() || head.lastChance) {
      return null;
    }
    List<Waiting> others =
        queue.stream().filter(w -> w != head && w.tool().equals(head.tool())).toList();
    // Another one each time: the one next to a poisoned record may be poisoned too.
    return others.isEmpty() ? null : others.get(head.failedCanaries % others.size());
  }

  /** Whether nothing waits here, and all that happened is told. */
  boolean isSettled() {
    return queue.isEmpty() && reporter == null;
  }

  void waitUntil(long time, boolean asked) {
    notBefore = time;
    serverAsked = asked;
  }
}
