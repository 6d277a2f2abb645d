package dev.kora.memory.isokron.outbox;

import java.util.concurrent.TimeUnit;

/**
 * Keeps half of the senders free of lanes that hang, and half of them free of lanes that wait for
 * the disk: so neither holds up the others. Guarded by the outbox's lock.
 */
final class Reserve {
  /** When to look again at a lane that has to stand back. */
  static final long STAND_BACK = TimeUnit.SECONDS.toNanos(1);

  private static final long SLOW = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST = OutboxPlatform.SENDERS / 2;

  private int slow;
  private int loading;

  boolean isUsedUp(Lane lane, Lane.Step next) {
    return (lane.slow && slow >= MOST) || (next instanceof Lane.Step.Load && loading >= MOST);
  }

  void begin(Lane lane, Lane.Step step) {
    slow += lane.slow ? 1 : 0;
    loading += step instanceof Lane.Step.Load ? 1 : 0;
  }

  void end(Lane lane, Lane.Step step, long took) {
    slow -= lane.slow ? 1 : 0;
    loading -= step instanceof Lane.Step.Load ? 1 : 0;
    lane.slow = took > SLOW;
  }
}
