package dev.kora.memory.isokron.substrate;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What is known of one workspace. Guarded by the monitor of the {@link CachedRead} it is in. */
final class CachedValue<T> {
  /** A workspace that nobody asks about any more is nobody's trouble. */
  private static final Duration NEWS = Duration.ofMinutes(10);

  /** Counts what made values out of date: a read that began before it never becomes fresh. */
  long generation;

  /** The last value that was read. */
  Reading.@Nullable Fresh<T> last;

  /** The read under way. */
  @Nullable Flight<T> flight;

  /** Why the last read failed, or what a caller waited for in vain; null if it worked. */
  @Nullable String failure;

  long failedAt;
  private boolean away;
  private boolean expired;
  private long readAt;
  private long forgotten;

  /** A read under way, and its end. */
  static final class Flight<T> {
    final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    final long generation;
    private final long startedAt;

    /** What it brought; null while it has not, or if it failed. */
    Reading.@Nullable Fresh<T> result;

    /** Somebody waited for it in vain; nobody else has to. */
    boolean abandoned;

    Flight(long generation, long startedAt) {
      this.generation = generation;
      this.startedAt = startedAt;
    }

    /** Waits for its end; false if it has not come by then, or this thread is interrupted. */
    boolean await(long nanos) {
      try {
        done.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException | ExecutionException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  Optional<Reading<T>> fresh(long now, Duration ttl) {
    Reading.Fresh<T> value = last;
    return value == null || expired || now - readAt >= ttl.toNanos()
        ? Optional.empty()
        : Optional.of(value);
  }

  /** What to answer when there is nothing fresh. */
  Reading<T> instead(boolean servesOld) {
    String why = failure == null ? "not read yet" : failure;
    Reading.Fresh<T> value = last;
    return value != null && servesOld
        ? new Reading.Stale<>(value.value(), value.at(), why)
        : new Reading.Missing<>(why, failure == null || away);
  }

  Flight<T> start(long now) {
    Flight<T> started = new Flight<>(generation, now);
    flight = started;
    return started;
  }

  void arrived(Flight<T> ended, Reading.Fresh<T> value) {
    release(ended);
    ended.result = value;
    failure = null;
    if (ended.generation >= forgotten) {
      last = value;
      readAt = ended.startedAt;
      expired = ended.generation < generation;
    }
  }

  void failed(Flight<T> ended, String why, boolean isAway, long now) {
    release(ended);
    failure = why;
    failedAt = now;
    away = isAway;
  }

  /** Another one may be under way: threads may take a read and say that they do not. */
  private void release(Flight<T> ended) {
    if (flight == ended) {
      flight = null;
    }
  }

  /** A caller waits no longer. The read goes on, and its end decides. */
  void gaveUp(Flight<T> slow, long now) {
    // It may have ended just now, and said more.
    if (flight == slow) {
      slow.abandoned = true;
      failure = "no answer for " + (now - slow.startedAt) / 1_000_000 + " ms";
      failedAt = now;
      away = true;
    }
  }

  /** What could not be read lately. */
  Optional<String> trouble(boolean servesOld, long now) {
    String why = failure;
    if (why == null || now - failedAt >= NEWS.toNanos()) {
      return Optional.empty();
    }
    Reading.Fresh<T> value = last;
    return Optional.of(
        value == null || !servesOld
            ? why
            : why
                + ", serving the value of "
                + LocalTime.ofInstant(value.at(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES)
                + " UTC");
  }

  void expire() {
    generation++;
    expired = true;
  }

  void forget() {
    expire();
    forgotten = generation;
    last = null;
    failure = null;
  }
}
