package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.journal.JournalDrive;
import dev.kora.memory.isokron.outbox.system.OutboxClock;
import dev.kora.memory.isokron.outbox.system.SimulatedDisk;
import dev.kora.memory.isokron.outbox.system.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads and time of one process, on one thread in virtual time. Whoever waits lets the others run
 * meanwhile. Once the disk has crashed nothing goes on.
 */
final class SimulatedMachine implements Tasks, OutboxClock, JournalDrive, InstantSource {
  private final Random random;
  private final Runnable synced;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.<Event>comparingLong(e -> e.at).thenComparing(e -> e.number));
  private long now;
  private long dateJump;
  private long numbers;
  private SimulatedDisk.@Nullable Crash crash;
  private final Runnable syncBegins;
  private @Nullable Step write;
  private @Nullable Step sync;
  private @Nullable Event writing;
  private @Nullable Event syncing;
  private boolean inWriter;
  private boolean inSyncer;

  private static final class Event {
    final long at;
    final long number;
    final Runnable task;

    Event(long at, long number, Runnable task) {
      this.at = at;
      this.number = number;
      this.task = task;
    }
  }

  /** Makes one; {@code synced} runs when what was written before {@code syncBegins} is safe. */
  SimulatedMachine(Random random, long now, Runnable syncBegins, Runnable synced) {
    this.random = random;
    this.now = now;
    this.syncBegins = syncBegins;
    this.synced = synced;
  }

  /** Lets time pass, and everything happen that is due. */
  void pass(long nanos) {
    if (crash != null) {
      throw crash;
    }
    long end = now + nanos;
    while (!events.isEmpty() && events.element().at <= end) {
      Event next = events.remove();
      now = Math.max(now, next.at);
      run(next.task);
    }
    now = Math.max(now, end);
  }

  private void run(Runnable step) {
    try {
      step.run();
    } catch (SimulatedDisk.Crash e) {
      crash = e;
    }
    if (crash != null) {
      throw crash;
    }
  }

  /** Somebody has set the date. */
  void jump(long seconds) {
    dateJump += seconds;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(1_700_000_000 + dateJump).plusNanos(now);
  }

  @Override
  public Scheduled schedule(Runnable task, long delayNanos) {
    Event event = event(task, delayNanos);
    return () -> events.remove(event);
  }

  private Event event(Runnable task, long delayNanos) {
    Event event = new Event(now + Math.max(0, delayNanos), numbers++, task);
    events.add(event);
    return event;
  }

  @Override
  public void start(Step writeStep, Step syncStep) {
    write = writeStep;
    sync = syncStep;
  }

  @Override
  public void wakeWriter() {
    if (writing == null || writing.at > now + 100_000) {
      wakeWriterIn(random.nextInt(100_000));
    }
  }

  @Override
  public void wakeWriterSoon() {
    if (writing == null || writing.at > now + SOON_NANOS) {
      wakeWriterIn(random.nextLong(SOON_NANOS));
    }
  }

  private void wakeWriterIn(long nanos) {
    if (writing != null) {
      events.remove(writing);
    }
    writing = event(this::write, nanos);
  }

  @Override
  public void wakeSyncer() {
    if (syncing == null || syncing.at > now + 5_000_000) {
      wakeSyncerIn(random.nextInt(5_000_000));
    }
  }

  private void wakeSyncerIn(long nanos) {
    if (syncing != null) {
      events.remove(syncing);
    }
    syncing = event(this::sync, nanos);
  }

  private void write() {
    writing = null;
    if (write == null || inWriter) {
      return;
    }
    inWriter = true;
    try {
      long pause = write.run();
      if (pause < Step.IDLE) {
        wakeWriterIn(pause);
      }
    } finally {
      inWriter = false;
    }
  }

  private void sync() {
    syncing = null;
    if (sync == null || inSyncer) {
      return;
    }
    inSyncer = true;
    try {
      syncBegins.run();
      long pause = sync.run();
      if (pause < Step.IDLE) {
        wakeSyncerIn(pause);
      } else {
        synced.run();
      }
    } finally {
      inSyncer = false;
    }
  }

  // The writer may be quick or slow; others are not let in, so that a caller's step stays one.
  @Override
  public boolean await(BooleanSupplier condition, long atMostNanos) {
    if (!condition.getAsBoolean() && random.nextInt(4) > 0) {
      run(this::write);
    }
    return condition.getAsBoolean();
  }

  @Override
  public boolean stop(long atMostNanos) {
    run(this::write);
    run(this::sync);
    write = null;
    sync = null;
    return true;
  }

  @Override
  public void close() {
    events.removeIf(event -> event != writing && event != syncing);
  }
}
