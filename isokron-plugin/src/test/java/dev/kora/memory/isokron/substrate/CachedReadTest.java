package dev.kora.memory.isokron.substrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cache by itself: its time stands still unless a test moves it, and reads run when told. */
@Timeout(60)
class CachedReadTest {
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final Duration NOT_AT_ALL = Duration.ZERO;
  private static final String AT_FIVE = "the read failed, serving the value of 17:03 UTC";
  private static final Clock FIVE =
      Clock.fixed(Instant.parse("2026-03-01T17:03:00Z"), ZoneOffset.UTC);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger reads = new AtomicInteger();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private volatile boolean fails;

  /** Runs what is read at once, as if it took no time. */
  private static final Executor AT_ONCE = Runnable::run;

  private CachedRead<Integer> cache(Executor executor, Duration ttl, boolean servesOld) {
    return new CachedRead<>(
        "numbers",
        workspace -> {
          int number = reads.incrementAndGet();
          if (fails) {
            throw new SubstrateException("the read failed", true, new Exception());
          }
          return number;
        },
        new ReadTerms(executor, ttl, servesOld, FIVE, nanos::get));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static int fresh(Reading<Integer> reading) {
    return assertInstanceOf(Reading.Fresh.class, reading).value() instanceof Integer i ? i : -1;
  }

  @Test
  void aValueIsReadOnceInItsTimeToLiveAndIsTheSameObject() {
    CachedRead<Integer> cache = cache(AT_ONCE, TTL, true);
    Reading<Integer> first = cache.get("w", NOT_AT_ALL);
    pass(TTL.minusNanos(1));
    assertSame(first, cache.get("w", NOT_AT_ALL));
    pass(Duration.ofNanos(1));
    assertEquals(2, fresh(cache.get("w", NOT_AT_ALL)));
  }

  @Test
  void workspacesAreKeptApart() {
    CachedRead<Integer> cache = cache(AT_ONCE, TTL, true);
    assertEquals(1, fresh(cache.get("a", NOT_AT_ALL)));
    assertEquals(2, fresh(cache.get("b", NOT_AT_ALL)));
    cache.expire("b");
    assertEquals(1, fresh(cache.get("a", NOT_AT_ALL)));
  }

  @Test
  void manyWhoAskAtOnceShareOneRead() {
    CachedRead<Integer> cache = cache(waiting::add, Duration.ZERO, true);
    cache.warm("w");
    cache.warm("w");
    assertInstanceOf(Reading.Missing.class, cache.get("w", NOT_AT_ALL));
    assertEquals(1, waiting.size());
    waiting.remove().run();
    assertEquals(1, reads.get());
  }

  @Test
  void withNoTimeToLiveEveryQuestionReadsAndTheLastGoodValueStays() {
    CachedRead<Integer> cache = cache(AT_ONCE, Duration.ZERO, true);
    assertEquals(1, fresh(cache.get("w", NOT_AT_ALL)));
    assertEquals(2, fresh(cache.get("w", NOT_AT_ALL)));
    fails = true;
    assertEquals(Optional.of(2), cache.get("w", NOT_AT_ALL).lastGood());
  }

  @Test
  void afterAFailureTheLastGoodValueServesMarkedStaleAndHealthSaysSo() {
    CachedRead<Integer> cache = cache(AT_ONCE, TTL, true);
    cache.get("w", NOT_AT_ALL);
    cache.expire("w");
    fails = true;
    assertEquals(
        new Reading.Stale<>(1, FIVE.instant(), "the read failed"), cache.get("w", NOT_AT_ALL));
    assertEquals(Optional.of("numbers: " + AT_FIVE), cache.trouble());
    fails = false;
    pass(Duration.ofSeconds(2));
    assertEquals(3, fresh(cache.get("w", NOT_AT_ALL)));
    assertEquals(Optional.empty(), cache.trouble());
  }

  @Test
  void forTwoSecondsAfterAFailureNobodyReadsAgain() {
    CachedRead<Integer> cache = cache(AT_ONCE, TTL, true);
    fails = true;
    assertEquals(new Reading.Missing<>("the read failed", true), cache.get("w", NOT_AT_ALL));
    pass(Duration.ofMillis(1_999));
    cache.warm("w");
    cache.get("w", Duration.ofHours(1));
    assertEquals(1, reads.get());
    pass(Duration.ofMillis(1));
    cache.warm("w");
    assertEquals(2, reads.get());
  }

  @Test
  void aReadThatBeganBeforeAnEventIsNeverFreshAndASecondOneIsWaitedFor() {
    CachedRead<Integer> cache = cache(waiting::add, TTL, true);
    cache.warm("w");
    cache.expire("w");
    waiting.remove().run();
    assertEquals(new Reading.Stale<>(1, FIVE.instant(), "no answer for 0 ms"), late(cache));
    waiting.remove().run();
    assertEquals(2, fresh(cache.get("w", NOT_AT_ALL)));
  }

  private static Reading<Integer> late(CachedRead<Integer> cache) {
    return cache.get("w", NOT_AT_ALL);
  }

  @Test
  void whatWasForgottenIsServedByNoReadThatBeganBefore() {
    CachedRead<Integer> cache = cache(waiting::add, TTL, true);
    cache.warm("w");
    cache.forget("w");
    waiting.remove().run();
    assertEquals(Optional.empty(), cache.last("w"));
    assertInstanceOf(Reading.Missing.class, cache.get("w", NOT_AT_ALL));
    waiting.remove().run();
    cache.forget("w");
    assertEquals(Optional.empty(), cache.last("w"));
  }

  @Test
  void aReadThatHangsCostsOneWaitAndNotEveryOne() {
    CachedRead<Integer> cache = cache(waiting::add, TTL, true);
    assertInstanceOf(Reading.Missing.class, cache.get("w", Duration.ofMillis(50)));
    // Would wait for ever if it waited.
    assertEquals(
        new Reading.Missing<>("no answer for 0 ms", true), cache.get("w", Duration.ofDays(1)));
    assertTrue(cache.trouble().orElseThrow().startsWith("numbers: no answer"));
    waiting.remove().run();
    assertEquals(1, fresh(cache.get("w", NOT_AT_ALL)));
    assertEquals(Optional.empty(), cache.trouble());
  }

  @Test
  void aValueThatMustBeRightIsNeverServedOld() {
    CachedRead<Integer> cache = cache(AT_ONCE, TTL, false);
    cache.get("w", NOT_AT_ALL);
    pass(TTL);
    fails = true;
    assertEquals(new Reading.Missing<>("the read failed", true), cache.get("w", NOT_AT_ALL));
    assertEquals(Optional.of("numbers: the read failed"), cache.trouble());
  }

  @Test
  void aReadThatArrivesWhileItsCallerGivesUpIsServed() {
    Thread caller = Thread.currentThread();
    Reading<Integer> reading = new Reading.Missing<>("not read yet", false);
    // Again with more patience where the read came only after its caller had given up.
    for (int millis = 20; millis < 6_000 && reading instanceof Reading.Missing; millis *= 2) {
      AtomicBoolean gaveUp = new AtomicBoolean();
      // The value has been read when the time is asked, and not yet noted.
      Clock slow =
          clock(
              () -> {
                while (caller.getState() != Thread.State.BLOCKED && !gaveUp.get()) {
                  Thread.onSpinWait();
                }
                return FIVE.instant();
              });
      CachedRead<Integer> cache =
          new CachedRead<>(
              "numbers",
              workspace -> 1,
              new ReadTerms(task -> new Thread(task).start(), TTL, false, slow, nanos::get));
      reading = cache.get("w", Duration.ofMillis(millis));
      gaveUp.set(true);
    }
    assertEquals(1, fresh(reading));
  }

  @Test
  void whatTheThreadsDoNotTakeIsMissingAndSaysWhy() {
    for (Throwable why :
        List.of(
            new RejectedExecutionException(),
            new OutOfMemoryError("unable to create native thread"))) {
      AtomicBoolean full = new AtomicBoolean(true);
      CachedRead<Integer> cache =
          cache(
              task -> {
                if (full.get()) {
                  CachedReadTest.<RuntimeException>raise(why);
                }
                task.run();
              },
              TTL,
              true);
      Reading.Missing<?> missing =
          assertInstanceOf(Reading.Missing.class, cache.get("w", Duration.ofDays(1)));
      assertTrue(missing.why().startsWith("busy"), missing::why);
      full.set(false);
      pass(Duration.ofSeconds(2));
      fresh(cache.get("w", Duration.ofDays(1)));
    }
  }

  @Test
  void whatCannotBeStartedIsNotUnderWayForEver() {
    for (Throwable why :
        List.of(new IllegalStateException(), new StackOverflowError(), new LinkageError())) {
      AtomicBoolean broken = new AtomicBoolean(true);
      CachedRead<Integer> cache =
          cache(
              task -> {
                if (broken.getAndSet(false)) {
                  CachedReadTest.<RuntimeException>raise(why);
                }
                task.run();
              },
              TTL,
              true);
      assertSame(why, assertThrows(Throwable.class, () -> cache.warm("w")));
      assertInstanceOf(Reading.Missing.class, cache.get("w", NOT_AT_ALL));
      pass(Duration.ofSeconds(2));
      fresh(cache.get("w", NOT_AT_ALL));
    }
  }

  @Test
  void aReadThatRunsThoughItWasRefusedDoesNotEndTheOneAfterIt() {
    AtomicBoolean broken = new AtomicBoolean(true);
    CachedRead<Integer> cache =
        cache(
            task -> {
              waiting.add(task);
              if (broken.getAndSet(false)) {
                throw new RejectedExecutionException();
              }
            },
            TTL,
            true);
    cache.warm("w");
    pass(Duration.ofSeconds(2));
    cache.warm("w");
    waiting.remove().run();
    cache.expire("w");
    cache.warm("w");
    assertEquals(1, waiting.size(), "the second is still under way");
  }

  @Test
  void aClockThatThrowsEndsTheReadToo() {
    AtomicBoolean broken = new AtomicBoolean(true);
    Clock clock =
        clock(
            () -> {
              if (broken.getAndSet(false)) {
                throw new IllegalStateException("the host's clock");
              }
              return FIVE.instant();
            });
    CachedRead<Integer> cache =
        new CachedRead<>(
            "numbers",
            workspace -> reads.incrementAndGet(),
            new ReadTerms(AT_ONCE, TTL, true, clock, nanos::get));
    // Would wait for ever if it waited.
    assertEquals(
        new Reading.Missing<>("an unexpected error", false), cache.get("w", Duration.ofDays(1)));
    pass(Duration.ofSeconds(2));
    assertEquals(2, fresh(cache.get("w", NOT_AT_ALL)));
  }

  private static Clock clock(InstantSource time) {
    return time.withZone(ZoneOffset.UTC);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void raise(Throwable why) throws E {
    throw (E) why;
  }

  @Test
  void aReadThatIsCancelledBeforeItBeganEndsForThoseWhoWait() {
    CachedRead<Integer> cache = cache(waiting::add, TTL, true);
    cache.warm("w");
    assertInstanceOf(Future.class, waiting.remove()).cancel(false);
    // Would wait for ever if it waited.
    assertInstanceOf(Reading.Missing.class, cache.get("w", Duration.ofDays(1)));
    assertTrue(cache.trouble().orElseThrow().contains("closed"));
    pass(Duration.ofSeconds(2));
    cache.warm("w");
    waiting.remove().run();
    assertEquals(1, fresh(cache.get("w", NOT_AT_ALL)));
  }

  @Test
  void aReadThatFailsUnexpectedlyIsAFailureLikeAnyOther() {
    CachedRead<Integer> cache =
        new CachedRead<>(
            "numbers",
            workspace -> {
              throw new IllegalStateException();
            },
            new ReadTerms(AT_ONCE, TTL, true, FIVE, nanos::get));
    assertEquals(
        new Reading.Missing<>("an unexpected error", false), cache.get("w", Duration.ofDays(1)));
  }

  @Test
  void ofManyWorkspacesThoseAskedAboutLastAreKept() {
    CachedRead<Integer> cache = cache(AT_ONCE, TTL, true);
    cache.get("first", NOT_AT_ALL);
    cache.get("second", NOT_AT_ALL);
    for (int i = 0; i < 255; i++) {
      cache.get("first", NOT_AT_ALL);
      cache.get("w" + i, NOT_AT_ALL);
    }
    assertEquals(Optional.of(1), cache.last("first"));
    assertEquals(Optional.empty(), cache.last("second"));
  }
}
