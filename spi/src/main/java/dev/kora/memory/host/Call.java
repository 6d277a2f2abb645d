package dev.kora.memory.host;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call on a thread that is not its caller's. */
final class Call<T> implements Runnable {
  private final Supplier<@Nullable T> body;
  private final CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
  private @Nullable Thread thread;
  private boolean interrupted;

  Call(Supplier<@Nullable T> body) {
    this.body = body;
  }

  /** What came of it: a value, or what was thrown. */
  record Answer<T>(@Nullable T value, @Nullable Throwable thrown) {}

  /** Never fails: what the call throws is an answer, too. */
  CompletableFuture<Answer<T>> answer() {
    return answer;
  }

  @Override
  public void run() {
    begin();
    Answer<T> given;
    try {
      given = new Answer<>(body.get(), null);
    } catch (Throwable t) {
      given = new Answer<>(null, t);
    }
    end();
    answer.complete(given);
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    if (interrupted) {
      thread.interrupt();
    }
  }

  /** An interrupt is this call's alone: whatever the thread does next begins without. */
  private synchronized void end() {
    thread = null;
    Thread.interrupted();
  }

  /** Interrupts the call, now or as soon as it begins; does nothing if it is over. */
  synchronized void interrupt() {
    interrupted = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Says that there is no answer; as its stack trace shows where the call is instead. */
  synchronized NoAnswerException noAnswer(Duration within) {
    String limit =
        within.toMillisPart() == 0 ? within.toSeconds() + " s" : within.toMillis() + " ms";
    NoAnswerException e = new NoAnswerException("no answer within " + limit);
    if (thread != null) {
      e.setStackTrace(thread.getStackTrace());
    }
    return e;
  }
}
