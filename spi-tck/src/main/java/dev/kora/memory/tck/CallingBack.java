package dev.kora.memory.tck;

import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.DeliveryCounters;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A host's listener that calls the provider while the provider calls it: on the thread on which it
 * is called, and on another one, for which it waits. A few times are enough.
 */
final class CallingBack implements ProviderListener {
  private static final int TIMES = 5;

  private final Duration atOnce;
  private final AtomicInteger times = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  // Skipped and not waited for when it is taken: the kit must hold up nobody either. So the calls
  // come one at a time too, as a session may expect.
  private final Semaphore free = new Semaphore(1);
  private volatile @Nullable Runnable calls;

  CallingBack(Duration atOnce) {
    this.atOnce = atOnce;
  }

  /** What to call from now on. */
  void start(Runnable calls) {
    this.calls = calls;
  }

  /** Calls nothing any more; waits for what runs, and says what went wrong. */
  List<String> end() throws InterruptedException {
    calls = null;
    if (!free.tryAcquire(2 * atOnce.toMillis(), TimeUnit.MILLISECONDS)) {
      failures.add("a call of the host's listener did not come back");
    }
    return List.copyOf(failures);
  }

  @Override
  public void onDelivery(Delivery delivery) {
    callBack("onDelivery");
  }

  @Override
  public void onCounters(DeliveryCounters counters) {
    callBack("onCounters");
  }

  @Override
  public void onNotice(Notice notice) {
    callBack("onNotice");
  }

  private void callBack(String from) {
    if (!free.tryAcquire()) {
      return;
    }
    try {
      Runnable now = calls;
      if (now != null && failures.isEmpty() && times.getAndIncrement() < TIMES) {
        attempt(from + " on the provider's own thread", now);
        onAnotherThread(from, now);
      }
    } finally {
      free.release();
    }
  }

  private void onAnotherThread(String from, Runnable now) {
    Thread other =
        new Thread(() -> attempt(from + " on another thread", now), "memory-spi-tck-calling-back");
    other.setDaemon(true);
    other.start();
    try {
      other.join(atOnce.toMillis());
      if (other.isAlive()) {
        failures.add(from + ": calls of another thread wait until the listener has returned");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the provider stops its threads
    }
  }

  // A provider survives a listener that throws, so what is thrown here is kept.
  private void attempt(String where, Runnable now) {
    try {
      now.run();
    } catch (Exception | AssertionError e) {
      failures.add(where + ": " + e);
    }
  }
}
