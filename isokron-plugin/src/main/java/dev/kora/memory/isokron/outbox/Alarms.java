package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.system.OutboxClock;
import dev.kora.memory.isokron.outbox.system.Tasks;
import java.util.function.Consumer;

/** Has a sender look at a lane when its time comes. Guarded by the outbox's lock. */
final class Alarms {
  private final Tasks tasks;
  private final OutboxClock clock;
  private final Consumer<Lane> work;
  private boolean closed;

  Alarms(Tasks tasks, OutboxClock clock, Consumer<Lane> work) {
    this.tasks = tasks;
    this.clock = clock;
    this.work = work;
  }

  /** Looks at a lane after a delay, and not before it may send. */
  void wake(Lane lane, long delayNanos) {
    if (lane.busy || closed || lane.isEmpty()) {
      return;
    }
    long now = clock.nanos();
    long delay = Math.max(delayNanos, lane.notBefore - now);
    Tasks.Scheduled alarm = lane.alarm;
    if (alarm != null) {
      if (lane.alarmAt - (now + delay) <= 0) {
        return; // it is looked at by then
      }
      alarm.cancel();
      lane.alarm = null;
    }
    lane.alarmAt = now + delay;
    lane.alarm = tasks.schedule(() -> work.accept(lane), delay);
  }

  /** The lane is at work: nobody need look at it until that is done. */
  void quiet(Lane lane) {
    if (lane.alarm != null) {
      lane.alarm.cancel();
      lane.alarm = null;
    }
  }

  /** Someone waits: try at once, whatever the back-off had in mind. */
  void tryNow(Lane lane) {
    if (!lane.serverAsked) {
      lane.waitUntil(clock.nanos(), false);
    }
    wake(lane, 0);
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }
}
