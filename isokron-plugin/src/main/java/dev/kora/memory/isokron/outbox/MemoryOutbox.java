package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An outbox in memory: bounded, one queue per workspace with one record in flight, a few sender
 * threads for all. What it holds ends with the process, and {@link Durability#MEMORY_ONLY} says so.
 */
public final class MemoryOutbox implements Outbox {
  /** Most bytes that wait. */
  public static final long MAX_BYTES = 16L * 1024 * 1024;

  private final long maxBytes;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Gates gates;
  private final Tally tally = new Tally();
  private final ParkedRecords parked = new ParkedRecords();
  private final Settlement settlement;
  private final Senders senders;

  /** Makes an outbox; {@code couriers} deliver the records, by tool. */
  public MemoryOutbox(Map<String, Courier> couriers, OutboxListener listener) {
    this(couriers, listener, Backoff.STANDARD, MAX_BYTES);
  }

  MemoryOutbox(
      Map<String, Courier> couriers, OutboxListener listener, Backoff backoff, long maxBytes) {
    this.maxBytes = maxBytes;
    this.backoff = backoff;
    this.gates = new Gates(backoff);
    this.settlement = new Settlement(listener, backoff, tally, parked);
    this.senders = new Senders(couriers, lock, lanes, gates, settlement);
  }

  @Override
  public Offer offer(OutboxRecord message) {
    return offer(message, false);
  }

  @Override
  public Offer offerAwaited(OutboxRecord message) {
    return offer(message, true);
  }

  private Offer offer(OutboxRecord message, boolean awaited) {
    Waiting waiting = new Waiting(message, System.nanoTime());
    waiting.awaited = awaited;
    lock.lock();
    try {
      if (senders.isClosed() || tally.bytes + waiting.bytes > maxBytes) {
        tally.refused++;
        return new Offer.Refused(
            senders.isClosed() ? "the outbox is closed" : "the outbox is full");
      }
      Lane lane = lanes.computeIfAbsent(message.workspace(), w -> new Lane(w, backoff));
      settlement.add(lane, waiting);
      senders.wake(lane, 0);
      return new Offer.Accepted(message.key(), Durability.MEMORY_ONLY, waiting.fate);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean keep(String workspace, UUID key) {
    lock.lock();
    try {
      Optional<Waiting> found =
          lanes(workspace)
              .flatMap(lane -> lane.queue.stream())
              .filter(waiting -> waiting.message.key().equals(key))
              .findFirst();
      found.ifPresent(waiting -> waiting.awaited = false);
      return found.isPresent() && !senders.isClosed();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Parked> parked() {
    lock.lock();
    try {
      return parked.all();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long flush(@Nullable String workspace, Duration atMost) {
    long left = atMost.compareTo(Duration.ofDays(1)) < 0 ? atMost.toNanos() : 86_400_000_000_000L;
    lock.lock();
    try {
      if (left > 0 && !senders.isReporting(Thread.currentThread())) {
        lanes(workspace).forEach(senders::tryNow);
        senders.awaitSettled(() -> lanes(workspace).allMatch(Lane::isSettled), left);
      }
      return waiting(workspace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return waiting(workspace);
    } finally {
      lock.unlock();
    }
  }

  private long waiting(@Nullable String workspace) {
    return lanes(workspace).mapToLong(lane -> lane.queue.size()).sum();
  }

  private Stream<Lane> lanes(@Nullable String workspace) {
    return workspace == null ? lanes.values().stream() : Stream.ofNullable(lanes.get(workspace));
  }

  @Override
  public OutboxCounters counters() {
    lock.lock();
    try {
      long now = System.nanoTime();
      long oldest = heads().mapToLong(waiting -> now - waiting.since).max().orElse(0);
      return tally.counters(Duration.ofNanos(oldest));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> trouble() {
    lock.lock();
    try {
      return gates
          .trouble()
          .or(() -> lanes(null).flatMap(lane -> lane.failing.trouble().stream()).findFirst())
          .or(
              () ->
                  heads()
                      .filter(waiting -> waiting.attempts > 0)
                      .map(waiting -> waiting.lastReason)
                      .findFirst());
    } finally {
      lock.unlock();
    }
  }

  private Stream<Waiting> heads() {
    return lanes(null).flatMap(lane -> lane.queue.stream().limit(1));
  }

  @Override
  public void close(Duration atMost) {
    // One who is interrupted and closes still wants what was accepted to be delivered.
    boolean interrupted = Thread.interrupted();
    flush(null, atMost);
    List<Waiting> rest = new ArrayList<>();
    lock.lock();
    try {
      senders.close();
      lanes(null).forEach(lane -> rest.addAll(lane.queue));
    } finally {
      lock.unlock();
    }
    rest.forEach(w -> w.fate.complete(new Offer.Fate.GivenUp("the outbox closed", false)));
    senders.stop();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
