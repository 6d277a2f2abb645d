package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The session in use: opened at the first need, by one thread while the others wait. */
final class Sessions {
  private final Opening opening;
  private final Transport transport;

  /** What must happen when the server may be another one than before. */
  private final Runnable voided;

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<@Nullable ServerSession> current = new AtomicReference<>();
  private volatile boolean closed;
  private volatile @Nullable ServerInfo lastServer;
  private volatile JsonNode lastCapabilities = MissingNode.getInstance();

  Sessions(Opening opening, Transport transport, Runnable voided) {
    this.opening = opening;
    this.transport = transport;
    this.voided = voided;
  }

  /** Who answered last; empty until the server has been reached once. */
  Optional<ServerInfo> server() {
    return Optional.ofNullable(lastServer);
  }

  /** What the server said at the last opening that it can do. */
  JsonNode capabilities() {
    return lastCapabilities;
  }

  /** Whether the session in use is stateless; false when there is none. */
  boolean isStateless() {
    return current.get() instanceof StatelessSession;
  }

  /** Returns the session in use, or a new one if there is none. */
  Opening.Result open(Deadline deadline) {
    ServerSession open = current.get();
    if (open != null) {
      return new Opening.Result.Open(open);
    }
    try {
      if (!lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        return notSent("another thread's handshake takes too long", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notSent("the calling thread is interrupted", e);
    }
    try {
      if (closed) {
        return notSent("the client is closed", null);
      }
      open = current.get();
      if (open != null) {
        return new Opening.Result.Open(open);
      }
      Opening.Result result = opening.open(deadline);
      if (result instanceof Opening.Result.Open opened) {
        current.set(opened.session());
        lastCapabilities = opened.session().capabilities();
        lastServer = opened.session().server();
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the next request open a session, unless another one is in use by now: another object, for
   * some servers give the same id to all.
   *
   * @param goodbye how long the server may take to hear that the session is over; zero where it
   *     knows no such session
   */
  void drop(ServerSession lost, Duration goodbye) {
    if (current.compareAndSet(lost, null)) {
      voided.run();
      if (!goodbye.isZero()) {
        end(lost, goodbye);
      }
    }
  }

  private void end(@Nullable ServerSession session, Duration goodbye) {
    if (session instanceof HandshakeSession last && last.id() != null) {
      transport.endSession(last.headers(), Deadline.in(goodbye));
    }
  }

  /** Opens no more, and ends the session on the server, briefly (rule 18). */
  void close(Duration goodbye) {
    boolean interrupted = Thread.interrupted();
    closed = true;
    boolean locked = false;
    try {
      // A handshake under way would leave a session behind: wait for it, but not for long.
      locked = lock.tryLock(goodbye.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      end(current.getAndSet(null), goodbye);
      transport.close();
    } finally {
      if (locked) {
        lock.unlock();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Opening.Result notSent(String reason, @Nullable Throwable cause) {
    return new Opening.Result.Failed(new CallOutcome.NotSent(reason, cause));
  }
}
