package dev.kora.memory.isokron.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is paused: the whole target, or single tools. While something is paused one record at a time
 * goes out as a probe. Guarded by the outbox's lock.
 */
final class Gates {
  private static final String TARGET = "";

  private final Backoff backoff;
  private final Map<String, Gate> closed = new HashMap<>();

  Gates(Backoff backoff) {
    this.backoff = backoff;
  }

  private static final class Gate {
    int failures;
    long opensAt;
    boolean probing;
    String reason = "";
  }

  /** Nanoseconds until a record of this tool may go, 0 for now. */
  long waitFor(String tool, long now) {
    return Math.max(wait(closed.get(TARGET), now), wait(closed.get(tool), now));
  }

  private long wait(@Nullable Gate gate, long now) {
    if (gate == null) {
      return 0;
    }
    // While a probe is out its answer decides; look again soon in case it is lost.
    return gate.probing ? backoff.first().toNanos() : Math.max(0, gate.opensAt - now);
  }

  void sending(String tool) {
    probing(closed.get(TARGET));
    probing(closed.get(tool));
  }

  private static void probing(@Nullable Gate gate) {
    if (gate != null) {
      gate.probing = true;
    }
  }

  /** After an attempt: the pause that it brought, if any, is kept; all others of it are over. */
  void attempted(String tool, Verdict verdict, long now) {
    String paused = null;
    if (verdict instanceof Verdict.Pause pause) {
      paused = pause.tool() == null ? TARGET : pause.tool();
      Gate gate = closed.computeIfAbsent(paused, k -> new Gate());
      gate.failures++;
      gate.opensAt = now + backoff.nanos(gate.failures, null);
      gate.probing = false;
      gate.reason = pause.reason();
    }
    for (String name : new String[] {TARGET, tool}) {
      Gate gate = closed.get(name);
      if (gate == null || name.equals(paused)) {
        continue;
      }
      gate.probing = false;
      if (verdict instanceof Verdict.Delivered
          || (name.equals(TARGET) && verdict instanceof Verdict.Pause)
          || verdict instanceof Verdict.Suspect) {
        closed.remove(name);
      } else {
        gate.opensAt = now + backoff.nanos(gate.failures, null);
      }
    }
  }

  Optional<String> trouble() {
    Gate target = closed.get(TARGET);
    if (target != null) {
      return Optional.of(target.reason);
    }
    return closed.values().stream().map(g -> g.reason).sorted().findFirst();
  }
}
