package dev.kora.memory.isokron.outbox;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A part of the senders, for lanes of one kind: first come, first served. Guarded by the outbox's
 * lock.
 */
final class Share {
  private final int most;
  private final Set<Lane> line = new LinkedHashSet<>();
  private int taken;

  Share(int most) {
    this.most = most;
  }

  /** Whether the lane may go now; else it stands in line. */
  boolean admits(Lane lane) {
    boolean first = line.isEmpty() || line.iterator().next() == lane;
    if (first && taken < most) {
      return true;
    }
    line.add(lane);
    return false;
  }

  void begin(Lane lane) {
    line.remove(lane);
    taken++;
  }

  void end() {
    taken--;
  }

  void leave(Lane lane) {
    line.remove(lane);
  }

  /** The lane that may go now, if one stands in line. */
  Optional<Lane> next() {
    return taken < most ? line.stream().findFirst() : Optional.empty();
  }
}
