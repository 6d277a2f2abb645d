package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Takes from the lanes, sends, books what came of it, and tells. Whatever a courier or a listener
 * throws, the lane goes on. Called on the threads of the tasks.
 */
final class Senders {
  private static final Logger LOG = LogManager.getLogger(Senders.class);
  private static final long UNBOOKED_NANOS = TimeUnit.SECONDS.toNanos(10);

  // Handing a lane from thread to thread costs more than a quick server needs for an answer.
  private static final int STEPS_IN_A_ROW = 16;
  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(20);

  private final Map<String, Courier> couriers;
  private final OutboxState state;
  private final Alarms alarms;
  private final Settlement settlement;
  private final BacklogReader backlog;
  private final Flushes flushes;
  private final Reserve reserve = new Reserve();

  Senders(
      Map<String, Courier> couriers,
      OutboxState state,
      Alarms alarms,
      Settlement settlement,
      BacklogReader backlog,
      Flushes flushes) {
    this.couriers = Map.copyOf(couriers);
    this.state = state;
    this.alarms = alarms;
    this.settlement = settlement;
    this.backlog = backlog;
    this.flushes = flushes;
  }

  /** A few steps of a lane; then others have their turn. */
  void work(Lane lane) {
    try {
      Lane.Step step = first(lane);
      for (int left = STEPS_IN_A_ROW - 1; !(step instanceof Lane.Step.Idle); left--) {
        long start = state.clock().nanos();
        boolean ended = false;
        try {
          take(lane, step);
          ended = true;
        } finally {
          step = done(lane, step, start, ended ? left : 0);
        }
      }
    } catch (RuntimeException | VirtualMachineError | LinkageError e) {
      LOG.error("[kora.isokron] a lane of the outbox has trouble and is tried again", e);
      pause(lane);
    }
  }

  private void take(Lane lane, Lane.Step step) {
    try {
      if (step instanceof Lane.Step.Load load) {
        backlog.read(lane, load);
      } else if (step instanceof Lane.Step.Send send) {
        send(lane, send);
      }
    } catch (RuntimeException e) {
      LOG.error("[kora.isokron] a delivery could not be booked and is made again", e);
      pause(lane);
    }
  }

  private Lane.Step first(Lane lane) {
    state.lock().lock();
    try {
      if (lane.busy) {
        return new Lane.Step.Idle(0);
      }
      return begin(lane);
    } finally {
      state.lock().unlock();
    }
  }

  private Lane.Step begin(Lane lane) {
    // Else one that goes off meanwhile would stay behind, and keep others from being set.
    alarms.quiet(lane);
    if (alarms.isClosed()) {
      return new Lane.Step.Idle(0);
    }
    boolean unwritten = state.journal().trouble().isPresent();
    Lane.Step step = lane.next(state.gates(), unwritten, state.clock().nanos());
    if (step instanceof Lane.Step.Idle idle) {
      reserve.leave(lane);
      wakeNext();
      alarms.wake(lane, idle.nanos());
      return step;
    }
    if (reserve.holdsBack(lane, step)) {
      alarms.wake(lane, Reserve.STAND_BACK);
      return new Lane.Step.Idle(Reserve.STAND_BACK);
    }
    if (step instanceof Lane.Step.Send send) {
      send.record().inFlight = true;
      state.gates().sending(send.record().tool());
    }
    lane.busy = true;
    reserve.begin(lane, step);
    wakeNext();
    return step;
  }

  private void wakeNext() {
    reserve.next().forEach(next -> alarms.wake(next, 0));
  }

  private void send(Lane lane, Lane.Step.Send send) {
    Waiting sent = send.record();
    Verdict verdict = attempt(sent.message);
    Settlement.Rest rest;
    state.lock().lock();
    try {
      lane.reporter = Thread.currentThread();
      sent.inFlight = false;
      long now = state.clock().nanos();
      state.gates().attempted(sent.tool(), verdict, now);
      rest = settlement.settle(lane, sent, send.canaryFor(), verdict, now);
    } finally {
      state.lock().unlock();
    }
    rest.finish().forEach(Senders::tell);
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

  private static void tell(Runnable report) {
    try {
      report.run();
    } catch (Throwable e) {
      LOG.error("[kora.isokron] a listener of deliveries failed", e);
    }
  }

  private void pause(Lane lane) {
    state.lock().lock();
    try {
      lane.waitUntil(state.clock().nanos() + UNBOOKED_NANOS, false);
      alarms.wake(lane, 0);
    } finally {
      state.lock().unlock();
    }
  }

  /** Ends a step, and begins the lane's next one, if it may have more of them now. */
  private Lane.Step done(Lane lane, Lane.Step step, long start, int left) {
    state.lock().lock();
    try {
      long took = state.clock().nanos() - start;
      lane.reporter = null;
      lane.busy = false;
      reserve.end(lane, step, took);
      state.lanes().leaveIfEmpty(lane);
      wakeNext();
      if (lane.isSettled()) {
        flushes.changed();
      }
      if (left > 0 && took < QUICK) {
        return begin(lane);
      }
      alarms.wake(lane, 0);
      return new Lane.Step.Idle(0);
    } finally {
      state.lock().unlock();
    }
  }
}
