package dev.kora.memory.isokron.substrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimedReadsTest {
  private static final Deadline LONG = Deadline.in(Duration.ofMinutes(10));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TimedReads reads = new TimedReads(threads);
  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private String hang() {
    try {
      never.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    return "late";
  }

  @Test
  void aReadThatHangsIsLeftAtTheDeadlineAndInterrupted() throws Exception {
    Deadline soon = Deadline.in(Duration.ofMillis(50));
    SubstrateException left =
        assertThrows(SubstrateException.class, () -> reads.by(soon, this::hang));
    assertEquals("cannot read the substrate: no answer in time", left.getMessage());
    assertTrue(left.isAway());
    interrupted.await();
    assertEquals("in time", reads.by(LONG, () -> "in time"));
  }

  @Test
  void aCallerThatIsInterruptedLeavesWithTheFlagSet() throws Exception {
    Thread.currentThread().interrupt();
    SubstrateException left =
        assertThrows(SubstrateException.class, () -> reads.by(LONG, this::hang));
    assertTrue(Thread.interrupted());
    assertFalse(left.isAway());
  }

  @Test
  void failuresComeThroughAsTheyAre() {
    SubstrateException failure = new SubstrateException("no", false, new IllegalStateException());
    IllegalStateException unexpected = new IllegalStateException("unexpected");
    StackOverflowError error = new StackOverflowError();
    assertSame(failure, assertThrows(SubstrateException.class, () -> fail(failure)));
    assertSame(unexpected, assertThrows(IllegalStateException.class, () -> fail(unexpected)));
    assertSame(error, assertThrows(StackOverflowError.class, () -> fail(error)));
  }

  private void fail(Throwable failure) throws SubstrateException {
    reads.by(
        LONG,
        () -> {
          if (failure instanceof SubstrateException read) {
            throw read;
          }
          if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
          }
          throw (Error) failure;
        });
  }

  @Test
  void threadsThatTakeNoMoreAreAFailureToRead() {
    TimedReads refused =
        new TimedReads(
            task -> {
              throw new RejectedExecutionException();
            });
    TimedReads full =
        new TimedReads(
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    for (TimedReads none : new TimedReads[] {refused, full}) {
      SubstrateException why =
          assertThrows(SubstrateException.class, () -> none.by(LONG, () -> "read"));
      assertTrue(String.valueOf(why.getMessage()).contains("too many reads"), why::toString);
    }
  }
}
