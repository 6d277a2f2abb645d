package dev.kora.memory.isokron.outbox;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps half of the senders free of lanes that hang, and half of them free of lanes that wait for
 * the disk: so neither holds up the others. Guarded by the outbox's lock.
 */
final class Reserve {
  /** When to look again at a lane that stands in line, should nobody wake it before. */
  static final long STAND_BACK = TimeUnit.SECONDS.toNanos(1);

  private static final long SLOW = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST = OutboxPlatform.SENDERS / 2;

  private final Share slow = new Share(MOST);
  private final Share loading = new Share(MOST);

  /** Whether the lane has to stand in line. */
  boolean holdsBack(Lane lane, Lane.Step next) {
    if (lane.slow && !slow.admits(lane)) {
      return true;
    }
    if (next instanceof Lane.Step.Load && !loading.admits(lane)) {
      slow.leave(lane); // one line at a time
      return true;
    }
    return false;
  }

  void begin(Lane lane, Lane.Step step) {
    if (lane.slow) {
      slow.begin(lane);
    }
    if (step instanceof Lane.Step.Load) {
      loading.begin(lane);
    } else {
      loading.leave(lane); // what it stood in line for has time
    }
  }

  void end(Lane lane, Lane.Step step, long took) {
    if (lane.slow) {
      slow.end();
    }
    if (step instanceof Lane.Step.Load) {
      loading.end();
    }
    lane.slow = took > SLOW;
  }

  /** The lane has nothing to do now. */
  void leave(Lane lane) {
    slow.leave(lane);
    loading.leave(lane);
  }

  /** Those that need not stand in line any longer. */
  List<Lane> next() {
    return Stream.of(slow.next(), loading.next()).flatMap(lane -> lane.stream()).toList();
  }
}
