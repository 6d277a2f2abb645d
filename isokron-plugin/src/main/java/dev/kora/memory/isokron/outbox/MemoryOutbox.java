package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.Lane.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An outbox in memory: bounded, one queue per workspace with one record in flight, a few sender
 * threads for all. What it holds ends with the process, and {@link Durability#MEMORY_ONLY} says so.
 */
public final class MemoryOutbox implements Outbox {
  private static final Logger LOG = LogManager.getLogger(MemoryOutbox.class);

  /** Most bytes that wait. */
  public static final long MAX_BYTES = 16L * 1024 * 1024;

  private final Map<String, Courier> couriers;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Gates gates;
  private final Tally tally = new Tally();
  private final Settlement settlement;
  private final ScheduledThreadPoolExecutor senders = SenderThreads.start();
  private boolean closed;

  /** Makes an outbox; {@code couriers} deliver the records, by tool. */
  public MemoryOutbox(Map<String, Courier> couriers, OutboxListener listener) {
    this(couriers, listener, Backoff.STANDARD, MAX_BYTES);
  }

  MemoryOutbox(
      Map<String, Courier> couriers, OutboxListener listener, Backoff backoff, long maxBytes) {
    this.couriers = Map.copyOf(couriers);
    this.maxBytes = maxBytes;
    this.gates = new Gates(backoff);
    this.settlement = new Settlement(listener, backoff, tally);
  }

  @Override
  public Offer offer(OutboxRecord message) {
    Waiting waiting = new Waiting(message, System.nanoTime());
    lock.lock();
    try {
      if (closed || tally.bytes + waiting.bytes > maxBytes) {
        tally.refused++;
        return new Offer.Refused(closed ? "the outbox is closed" : "the outbox is full");
      }
      tally.queued++;
      tally.bytes += waiting.bytes;
      Lane lane = lanes.computeIfAbsent(message.workspace(), w -> new Lane());
      lane.queue.addLast(waiting);
      wake(lane, 0);
      return new Offer.Accepted(message.key(), Durability.MEMORY_ONLY, waiting.fate);
    } finally {
      lock.unlock();
    }
  }

  private void wake(Lane lane, long delayNanos) {
    if (lane.busy || closed || lane.queue.isEmpty()) {
      return;
    }
    // A lane that waits for a paused tool may have got something for another one meanwhile.
    lane.alarm.cancel(false);
    lane.alarm = senders.schedule(() -> work(lane), delayNanos, TimeUnit.NANOSECONDS);
  }

  private void work(Lane lane) {
    Lane.Choice choice;
    Waiting sent;
    lock.lock();
    try {
      if (lane.busy) {
        return;
      }
      choice = lane.choose(gates, System.nanoTime());
      sent = choice.next();
      if (sent == null) {
        wake(lane, choice.waitNanos());
        return;
      }
      lane.busy = true;
      gates.sending(sent.message.tool());
    } finally {
      lock.unlock();
    }
    Verdict verdict = attempt(sent.message);
    Runnable report;
    lock.lock();
    try {
      gates.attempted(sent.message.tool(), verdict, System.nanoTime());
      report = settlement.settle(lane, sent, choice.canaryFor(), verdict);
    } finally {
      lock.unlock();
    }
    tell(report);
    lock.lock();
    try {
      tally.reporting--;
      lane.busy = false;
      wake(lane, 0);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Verdict attempt(OutboxRecord message) {
    Courier courier = couriers.get(message.tool());
    try {
      return courier == null
          ? new Verdict.Suspect("no courier for " + message.tool())
          : courier.deliver(message);
    } catch (RuntimeException e) {
      LOG.error("[kora.isokron] a delivery ended in an unexpected error", e);
      return new Verdict.Suspect("unexpected " + e.getClass().getSimpleName());
    }
  }

  private static void tell(Runnable report) {
    try {
      report.run();
    } catch (RuntimeException e) {
      LOG.error("[kora.isokron] a listener of deliveries failed", e);
    }
  }

  @Override
  public long flush(@Nullable String workspace, Duration atMost) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      if (left > 0) {
        lanes.values().forEach(this::tryNow);
      }
      while (waiting(workspace) > 0 || tally.reporting > 0) {
        if (left <= 0 || closed) {
          break;
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      return waiting(workspace);
    } finally {
      lock.unlock();
    }
  }

  // Someone waits: try at once, whatever the back-off had in mind.
  private void tryNow(Lane lane) {
    lane.notBefore = 0;
    wake(lane, 0);
  }

  private long waiting(@Nullable String workspace) {
    if (workspace == null) {
      return tally.queued;
    }
    Lane lane = lanes.get(workspace);
    return lane == null ? 0 : lane.queue.size();
  }

  @Override
  public OutboxCounters counters() {
    lock.lock();
    try {
      long now = System.nanoTime();
      long oldest =
          lanes.values().stream()
              .flatMap(lane -> lane.queue.stream().limit(1))
              .mapToLong(waiting -> now - waiting.since)
              .max()
              .orElse(0);
      return tally.counters(Duration.ofNanos(oldest));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> trouble() {
    lock.lock();
    try {
      return gates
          .trouble()
          .or(
              () ->
                  lanes.values().stream()
                      .flatMap(lane -> lane.queue.stream().limit(1))
                      .filter(waiting -> waiting.failures > 0)
                      .map(waiting -> waiting.lastReason)
                      .findFirst());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close(Duration atMost) {
    flush(null, atMost);
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      lanes.values().stream()
          .flatMap(lane -> lane.queue.stream())
          .forEach(
              waiting -> waiting.fate.complete(new Offer.Fate.GivenUp("the outbox closed", false)));
    } finally {
      lock.unlock();
    }
    SenderThreads.stop(senders);
  }
}
