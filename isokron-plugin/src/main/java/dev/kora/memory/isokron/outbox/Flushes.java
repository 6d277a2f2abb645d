package dev.kora.memory.isokron.outbox;

import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** Waits until lanes are empty and all is told. Called under the outbox's lock. */
final class Flushes {
  private final OutboxState state;
  private final Alarms alarms;
  private final Condition changed;

  Flushes(OutboxState state, Alarms alarms) {
    this.state = state;
    this.alarms = alarms;
    this.changed = state.lock().newCondition();
  }

  void changed() {
    changed.signalAll();
  }

  /** Waits for one workspace, or for all when it is null, unless it is a listener that asks. */
  void await(@Nullable String workspace, long atMostNanos) throws InterruptedException {
    if (atMostNanos <= 0 || isReporting(Thread.currentThread())) {
      return;
    }
    state.lanes().of(workspace).forEach(alarms::tryNow);
    long left = atMostNanos;
    while (left > 0 && !alarms.isClosed() && !isSettled(workspace)) {
      left = changed.awaitNanos(left);
    }
  }

  private boolean isSettled(@Nullable String workspace) {
    // A lane leaves when it is empty and all is told: the first that stays answers for all.
    return state.lanes().of(workspace).allMatch(Lane::isSettled);
  }

  // It cannot wait for what waits for it.
  private boolean isReporting(Thread thread) {
    return state.lanes().of(null).anyMatch(lane -> lane.reporter == thread);
  }
}
