package dev.kora.memory.isokron.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is paused: the whole target, or single tools. While something is paused one record at a time
 * goes out as a probe. One for all workspaces; and one for each workspace, for tools that are there
 * but fail for all it has. Guarded by the outbox's lock.
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
    // While a probe is out its answer decides; look again soon.
    return gate.probing ? backoff.first().toNanos() : Math.max(0, gate.opensAt - now);
  }

  void sending(String tool) {
    for (String name : List.of(TARGET, tool)) {
      Gate gate = closed.get(name);
      if (gate != null) {
        gate.probing = true;
      }
    }
  }

  /** After an attempt: the pause that it brought, if any, is kept; all others of it are over. */
  void attempted(String tool, Verdict verdict, long now) {
    for (String name : List.of(TARGET, tool)) {
      Gate gate = closed.get(name);
      if (gate != null) {
        gate.probing = false;
        gate.opensAt = now + backoff.nanos(gate.failures, null);
      }
    }
    if (verdict instanceof Verdict.Pause pause && pause.tool() == null) {
      close(TARGET, pause.reason(), now);
    } else if (verdict instanceof Verdict.Pause pause) {
      closed.remove(TARGET);
      close(tool, pause.reason(), now);
    } else if (!(verdict instanceof Verdict.Retry || verdict instanceof Verdict.Unclear)) {
      closed.remove(TARGET);
      closed.remove(tool);
    }
  }

  boolean isClosed(String tool) {
    return closed.containsKey(tool);
  }

  void open(String tool) {
    closed.remove(tool);
  }

  /** Closes a gate, or keeps it closed for longer. */
  void close(String tool, String reason, long now) {
    Gate gate = closed.computeIfAbsent(tool, k -> new Gate());
    gate.failures++;
    gate.opensAt = now + backoff.nanos(gate.failures, null);
    gate.reason = reason;
  }

  Optional<String> trouble() {
    Gate target = closed.get(TARGET);
    if (target != null) {
      return Optional.of(target.reason);
    }
    return closed.values().stream().map(g -> g.reason).sorted().findFirst();
  }
}
