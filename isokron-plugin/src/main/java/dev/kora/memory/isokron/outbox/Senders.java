package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Takes from the lanes, sends, books what came of it, and tells. Whatever a courier or a listener
 * throws, the lane goes on. All but the sending and the telling is guarded by the outbox's lock.
 */
final class Senders {
  private static final Logger LOG = LogManager.getLogger(Senders.class);

  private static final long UNBOOKED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<String, Courier> couriers;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Map<String, Lane> lanes;
  private final Gates gates;
  private final Settlement settlement;
  private final ScheduledThreadPoolExecutor threads = SenderThreads.start();
  private boolean closed;

  Senders(
      Map<String, Courier> couriers,
      ReentrantLock lock,
      Map<String, Lane> lanes,
      Gates gates,
      Settlement settlement) {
    this.couriers = Map.copyOf(couriers);
    this.lock = lock;
    this.changed = lock.newCondition();
    this.lanes = lanes;
    this.gates = gates;
    this.settlement = settlement;
  }

  void wake(Lane lane, long delayNanos) {
    if (lane.busy || closed || lane.queue.isEmpty()) {
      return;
    }
    // A lane that waits for a paused tool may have got something for another one meanwhile.
    lane.alarm.cancel(false);
    lane.alarm = threads.schedule(() -> work(lane), delayNanos, TimeUnit.NANOSECONDS);
  }

  /** Someone waits: try at once, whatever the back-off had in mind. */
  void tryNow(Lane lane) {
    if (!lane.serverAsked) {
      lane.waitUntil(System.nanoTime(), false);
    }
    wake(lane, 0);
  }

  void awaitSettled(BooleanSupplier settled, long atMostNanos) throws InterruptedException {
    long left = atMostNanos;
    while (!settled.getAsBoolean() && left > 0 && !closed) {
      left = changed.awaitNanos(left);
    }
  }

  /** Whether a thread is the one that tells listeners: it cannot wait for what waits for it. */
  boolean isReporting(Thread thread) {
    return lanes.values().stream().anyMatch(lane -> lane.reporter == thread);
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    changed.signalAll();
  }

  /** Ends the threads; not under the lock. */
  void stop() {
    SenderThreads.stop(threads);
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
      gates.sending(sent.tool());
    } finally {
      lock.unlock();
    }
    try {
      book(lane, choice, sent, attempt(sent.message)).forEach(Senders::tell);
    } finally {
      done(lane);
    }
  }

  private Verdict attempt(OutboxRecord message) {
    Courier courier = couriers.get(message.tool());
    try {
      return courier == null
          ? new Verdict.Suspect("no courier for " + message.tool(), true)
          : courier.deliver(message);
    } catch (Throwable e) {
      LOG.error("[kora.isokron] a delivery ended in an unexpected error", e);
      return new Verdict.Retry("unexpected " + e.getClass().getSimpleName(), null);
    }
  }

  private List<Runnable> book(Lane lane, Lane.Choice choice, Waiting sent, Verdict verdict) {
    lock.lock();
    try {
      lane.reporter = Thread.currentThread();
      long now = System.nanoTime();
      gates.attempted(sent.tool(), verdict, now);
      return settlement.settle(lane, sent, choice.canaryFor(), verdict, now);
    } catch (RuntimeException e) {
      LOG.error("[kora.isokron] a delivery could not be booked and is made again", e);
      lane.waitUntil(System.nanoTime() + UNBOOKED_NANOS, false);
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private static void tell(Runnable report) {
    try {
      report.run();
    } catch (Throwable e) {
      LOG.error("[kora.isokron] a listener of deliveries failed", e);
    }
  }

  private void done(Lane lane) {
    lock.lock();
    try {
      lane.reporter = null;
      lane.busy = false;
      if (lane.queue.isEmpty()) {
        lanes.remove(lane.workspace, lane);
      }
      wake(lane, 0);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
