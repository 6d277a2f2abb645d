package dev.kora.memory.isokron.substrate;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads whose callers leave when their time is over, however many transactions it takes and
 * whatever hangs; a read that is left behind ends by its own limits. Safe for all threads.
 */
public final class TimedReads {
  private final Executor executor;

  /** Makes it; {@code executor} runs the reads and may refuse. */
  public TimedReads(Executor executor) {
    this.executor = executor;
  }

  /** What to read. */
  @FunctionalInterface
  public interface Read<T> {
    /** Reads; is interrupted once nobody waits any more. */
    T get() throws SubstrateException;
  }

  /** Reads, until the deadline. An interrupted caller leaves at once, with the flag set. */
  public <T> T by(Deadline deadline, Read<T> read) throws SubstrateException {
    FutureTask<T> task = new FutureTask<>(read::get);
    try {
      executor.execute(task);
      return task.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw unread("no answer in time", true, e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw unread("interrupted", false, e);
    } catch (RejectedExecutionException | CancellationException | OutOfMemoryError e) {
      // The error is that of a thread that cannot be started.
      throw unread("too many reads are waiting, or the reads are closed", false, e);
    }
  }

  private static SubstrateException failure(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof SubstrateException failure) {
      return failure;
    }
    if (cause instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException("a read ended in an exception that it does not have", e);
  }

  private static SubstrateException unread(String why, boolean away, Throwable cause) {
    return new SubstrateException("cannot read the substrate: " + why, away, cause);
  }
}
