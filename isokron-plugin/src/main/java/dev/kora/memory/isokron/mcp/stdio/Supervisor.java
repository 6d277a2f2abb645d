package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts a child when one is needed; there is never more than one. Safe for all threads. */
final class Supervisor {
  // "error=2, No such file or directory"; since JDK 25 "Exec failed, error: 2 (No such file …) ".
  private static final Pattern SYSTEM_ERROR =
      Pattern.compile("^(?:error=\\d+, (.*)|Exec failed, error: \\d+ \\((.*)\\) ?)$");

  private static final Duration START_LIMIT = Duration.ofSeconds(1);
  private static final Duration END_LIMIT = Duration.ofMillis(3_500);
  private static final Exchange CLOSED = new Exchange.NotSent("the client is closed", null);

  private final ProcessBuilder program;
  private final SecretMask mask;
  private final Consumer<byte[]> receiver;
  private final Restarts restarts;
  private final ReentrantLock starting = new ReentrantLock();
  private volatile @Nullable ChildProcess last;
  private volatile boolean closed;
  private int count;

  /** Starts nothing yet; the program is not to be changed any more. */
  Supervisor(
      ProcessBuilder program, SecretMask mask, Consumer<byte[]> receiver, Restarts restarts) {
    this.program = program;
    this.mask = mask;
    this.receiver = receiver;
    this.restarts = restarts;
  }

  /** A child to send to, or the outcome of a message that cannot be sent. */
  sealed interface Found {
    record Living(ChildProcess child) implements Found {}

    record None(Exchange outcome) implements Found {}
  }

  /** The child that lives now, or null. */
  @Nullable ChildProcess living() {
    ChildProcess child = last;
    return child != null && child.isLiving() ? child : null;
  }

  /** Why the last child ended, if that one had this session; null when it is not known. */
  @Nullable String endOf(String session, Deadline deadline) {
    ChildProcess child = last;
    return child != null && child.session().equals(session) ? child.awaitReason(deadline) : null;
  }

  /** The child that lives now, or a new one where the last one's end allows it (rule 23). */
  Found livingOrNew(Deadline deadline) {
    ChildProcess child = living();
    if (child != null) {
      return new Found.Living(child);
    }
    try {
      if (!starting.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        return none("another thread's start of the server process takes too long");
      }
      try {
        child = living();
        return child != null ? new Found.Living(child) : start(deadline);
      } finally {
        starting.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Found.None(new Exchange.NotSent("the calling thread is interrupted", e));
    }
  }

  private Found start(Deadline deadline) throws InterruptedException {
    ChildProcess before = last;
    if (before != null && !before.awaitEnd(deadline)) {
      return none("the last server process has not ended yet");
    }
    if (closed) {
      return new Found.None(CLOSED);
    }
    String refusal = restarts.refusal();
    if (refusal != null) {
      return none(refusal);
    }
    ChildProcess child;
    try {
      child = ChildProcess.start(++count, program, mask, receiver, restarts);
    } catch (IOException | RuntimeException e) {
      String name = OneLine.of(mask.hide(program.command().get(0)), 100);
      // Only the system's own words: the rest may repeat arguments.
      Throwable cause = e instanceof IOException ? e.getCause() : null;
      return none("cannot start " + name + ": " + OneLine.of(words(e, cause), 100));
    }
    last = child;
    if (closed) { // close() may not have seen it
      child.end();
      return new Found.None(CLOSED);
    }
    return new Found.Living(child);
  }

  private static String words(Exception e, @Nullable Throwable cause) {
    return cause == null
        ? e.getClass().getSimpleName()
        : SYSTEM_ERROR.matcher(String.valueOf(cause.getMessage())).replaceFirst("$1$2");
  }

  private static Found none(String reason) {
    return new Found.None(new Exchange.NotSent(reason, null));
  }

  /** Ends the child and waits for it, at most some 3.5 s; an interrupt does not cut it short. */
  void close() {
    closed = true;
    boolean interrupted = Thread.interrupted();
    endLast(); // whoever waits in start() for its end goes on
    boolean locked = false;
    Deadline startLimit = Deadline.in(START_LIMIT);
    Deadline endLimit = Deadline.in(END_LIMIT);
    boolean done = false;
    while (!done) {
      try {
        locked = locked || starting.tryLock(startLimit.leftNanos(), TimeUnit.NANOSECONDS);
        ChildProcess child = endLast();
        done = child == null || child.awaitEnd(endLimit) || endLimit.leftNanos() == 0;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (locked) {
      starting.unlock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable ChildProcess endLast() {
    ChildProcess child = last;
    if (child != null) {
      child.end();
    }
    return child;
  }
}
