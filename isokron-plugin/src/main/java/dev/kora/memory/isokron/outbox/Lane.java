package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.system.Tasks;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of one workspace: one queue for each tool. In order, with one exception: records of a
 * tool that the server does not have, or that fails for every record, wait aside. Guarded by the
 * outbox's lock.
 */
final class Lane {
  /** When to look again at a head that is on its way into the journal and says nothing. */
  static final long UNWRITTEN_LOOK = TimeUnit.MILLISECONDS.toNanos(5);

  static final long UNRANKED = Long.MIN_VALUE;

  final String workspace;

  /** Tools that are there and fail for all that this workspace has for them. */
  final Gates failing;

  /** Whether a sender is at work on this lane. */
  boolean busy;

  /** Whether its last step took so long that it may be hanging. */
  boolean slow;

  /** The thread that is telling what became of the last attempt, if one is. */
  @Nullable Thread reporter;

  /** The next look at this lane, if one is to come, and when that is. */
  Tasks.@Nullable Scheduled alarm;

  long alarmAt;

  /** The handle of its oldest record, as {@link Lanes} knows it; this when there is none. */
  long rank = UNRANKED;

  /** When the lane may send again. */
  long notBefore;

  /** Whether it was the server that asked to wait so long. */
  boolean serverAsked;

  private final Map<String, ToolQueue> queues = new LinkedHashMap<>();

  Lane(String workspace, Backoff backoff, long now) {
    this.workspace = workspace;
    this.failing = new Gates(backoff);
    this.notBefore = now;
  }

  /** What to do next. */
  sealed interface Step {
    /**
     * Send a record.
     *
     * @param canaryFor the suspected head, when {@code record} is one behind it
     */
    record Send(Waiting record, @Nullable Waiting canaryFor) implements Step {}

    /**
     * Read some of a backlog first.
     *
     * @param scoutFor the suspected head, when it is its canary that has to be read
     */
    record Load(ToolQueue queue, List<Long> handles, @Nullable Waiting scoutFor) implements Step {}

    /** Nothing for so long. */
    record Idle(long nanos) implements Step {}
  }

  /** Chooses; {@code unwritten} says whether records that are not in the file may go too. */
  Step next(Gates gates, boolean unwritten, long now) {
    if (notBefore - now > 0) {
      return new Step.Idle(notBefore - now);
    }
    ToolQueue oldest = null;
    long shortest = Long.MAX_VALUE;
    for (ToolQueue queue : queues.values()) {
      if (queue.isEmpty()) {
        continue;
      }
      long wait = Math.max(gates.waitFor(queue.tool, now), failing.waitFor(queue.tool, now));
      if (wait > 0) {
        shortest = Math.min(shortest, wait);
      } else if (oldest == null || queue.firstHandle() < oldest.firstHandle()) {
        oldest = queue;
      }
    }
    return oldest == null ? new Step.Idle(shortest) : of(oldest, unwritten);
  }

  private Step of(ToolQueue queue, boolean unwritten) {
    Waiting head = queue.head();
    if (head == null) {
      return new Step.Load(queue, queue.unread(), null);
    }
    if (!hasCanaryFor(head)) {
      return send(head, null, unwritten);
    }
    ToolQueue.Canary canary = queue.canary(head);
    return canary.record() == null
        ? new Step.Load(queue, List.of(canary.handle()), head)
        : send(canary.record(), head, unwritten);
  }

  private static Step send(Waiting record, @Nullable Waiting canaryFor, boolean unwritten) {
    return record.released || unwritten
        ? new Step.Send(record, canaryFor)
        : new Step.Idle(UNWRITTEN_LOOK);
  }

  /** Whether another record of the same tool can show whether it is the head that is at fault. */
  boolean hasCanaryFor(Waiting head) {
    return head.isSuspect() && !head.lastChance && queue(head.tool()).size() > 1;
  }

  ToolQueue queue(String tool) {
    return queues.computeIfAbsent(tool, ToolQueue::new);
  }

  /** All that there are. */
  Collection<ToolQueue> tools() {
    return queues.values();
  }

  boolean isEmpty() {
    return queues.values().stream().allMatch(ToolQueue::isEmpty);
  }

  long size() {
    return queues.values().stream().mapToLong(ToolQueue::size).sum();
  }

  /** The queue whose head is the oldest; null if there is nothing. */
  @Nullable ToolQueue oldest() {
    ToolQueue oldest = null;
    for (ToolQueue queue : queues.values()) {
      if (!queue.isEmpty() && (oldest == null || queue.firstHandle() < oldest.firstHandle())) {
        oldest = queue;
      }
    }
    return oldest;
  }

  /** What is in memory. */
  Stream<Waiting> loaded() {
    return queues.values().stream().flatMap(ToolQueue::loaded);
  }

  /** Whether nothing waits here, and all that happened is told. */
  boolean isSettled() {
    return reporter == null && isEmpty();
  }

  void waitUntil(long time, boolean asked) {
    notBefore = time;
    serverAsked = asked;
  }
}
