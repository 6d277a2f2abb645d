package dev.kora.memory.host;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads for the code of a plugin, so that a call that hangs holds up one of them and not the
 * host. The caller waits for the answer, so there are as many threads as callers, and at most
 * {@value #MOST_GIVEN_UP} more, besides those of calls that end something. They are daemons and end
 * after ten idle seconds.
 *
 * <p>A call costs its caller two hand-offs between threads: about 10 µs in a row of calls, about
 * 100 µs after a pause, and the start of a thread where none is idle. A call that comes back within
 * its limit waits for nothing else.
 */
final class CallThreads implements AutoCloseable {
  /** With so many calls hanging, no more are made but those that end something. */
  static final int MOST_GIVEN_UP = 64;

  private final AtomicInteger givenUp = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  CallThreads(String name) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> thread("memory-" + name + "-" + number.incrementAndGet(), task));
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Worker(task, name);
    thread.setContextClassLoader(CallThreads.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }

  /** Without its maker's thread-locals and class loader: it serves other callers, too. */
  static final class Worker extends Thread {
    private Worker(Runnable task, String name) {
      super(null, task, name, 0, false);
    }
  }

  /** How many calls were given up and have not come back yet. */
  int givenUp() {
    return givenUp.get();
  }

  /**
   * To be asked before a call that can be left out.
   *
   * @throws NoAnswerException if so many calls hang that no more are to be made
   */
  void requireRoom() throws NoAnswerException {
    int hanging = givenUp();
    if (hanging >= MOST_GIVEN_UP) {
      throw new NoAnswerException(hanging + " earlier calls have not come back");
    }
  }

  /**
   * Makes a call and waits for its answer. An interrupt of the caller is handed on to the call, and
   * set again afterwards.
   *
   * @param late gets the answer to come, if the call is given up
   * @throws NoAnswerException if there is no answer within the limit
   * @throws Throwable whatever the call throws
   */
  <T> @Nullable T call(
      Duration limit, Supplier<@Nullable T> body, Consumer<CompletableFuture<Call.Answer<T>>> late)
      throws Throwable {
    Call<T> call = new Call<>(body);
    boolean interrupted = Thread.interrupted();
    if (interrupted) {
      call.interrupt();
    }
    long end = System.nanoTime() + limit.toNanos();
    Call.Answer<T> answer = null;
    try {
      start(call);
      while (answer == null) {
        try {
          answer = call.answer().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          call.interrupt();
        }
      }
    } catch (TimeoutException e) {
      throw giveUp(call, limit, late);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (answer.thrown() != null) {
      throw answer.thrown();
    }
    return answer.value();
  }

  private void start(Call<?> call) throws NoAnswerException {
    try {
      threads.execute(call);
    } catch (OutOfMemoryError e) {
      // Of threads, not of heap: the host's own can go on.
      throw new NoAnswerException("no thread could be started", e);
    }
  }

  private <T> NoAnswerException giveUp(
      Call<T> call, Duration limit, Consumer<CompletableFuture<Call.Answer<T>>> late) {
    NoAnswerException e = call.noAnswer(limit);
    givenUp.incrementAndGet();
    var unused = call.answer().thenRun(givenUp::decrementAndGet);
    late.accept(call.answer());
    call.interrupt();
    return e;
  }

  /** Lets the idle threads end now. Calls may still be made. */
  @Override
  public void close() {
    threads.setKeepAliveTime(0, TimeUnit.SECONDS);
  }
}
