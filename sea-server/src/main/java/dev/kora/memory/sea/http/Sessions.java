package dev.kora.memory.sea.http;

import dev.kora.memory.sea.store.Caller;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The sessions of clients that introduced themselves. One that is idle too long ends, and the one
 * that is idle longest ends when there are too many: its client introduces itself again.
 * Thread-safe.
 */
final class Sessions {
  static final Duration IDLE = Duration.ofMinutes(30);
  static final int MOST = 10_000;

  private final long idleNanos;
  private final int most;
  private final LongSupplier clock;

  /** The one that is idle longest comes first. */
  private final LinkedHashMap<String, Session> byId = new LinkedHashMap<>(16, 0.75f, true);

  private record Session(Caller owner, long lastUse) {}

  /** The clock counts nanoseconds. */
  Sessions(Duration idle, int most, LongSupplier clock) {
    this.idleNanos = idle.toNanos();
    this.most = most;
    this.clock = clock;
  }

  /** Begins one and gives its id. */
  synchronized String begin(Caller owner) {
    sweep();
    while (byId.size() >= most) {
      byId.remove(byId.keySet().iterator().next());
    }
    String id = UUID.randomUUID().toString();
    byId.put(id, new Session(owner, clock.getAsLong()));
    return id;
  }

  /** Whether this is a session of theirs; it was used just now, then. */
  synchronized boolean use(String id, Caller caller) {
    sweep();
    if (!isOf(id, caller)) {
      return false;
    }
    byId.put(id, new Session(caller, clock.getAsLong()));
    return true;
  }

  /** Whether this was a session of theirs; it is over, then. */
  synchronized boolean end(String id, Caller caller) {
    sweep();
    return isOf(id, caller) && byId.remove(id) != null;
  }

  synchronized int count() {
    sweep();
    return byId.size();
  }

  private boolean isOf(String id, Caller caller) {
    Session session = byId.get(id);
    return session != null && session.owner().tokenSha256().equals(caller.tokenSha256());
  }

  private void sweep() {
    long now = clock.getAsLong();
    Iterator<Map.Entry<String, Session>> oldest = byId.entrySet().iterator();
    while (oldest.hasNext() && now - oldest.next().getValue().lastUse() > idleNanos) {
      oldest.remove();
    }
  }
}
