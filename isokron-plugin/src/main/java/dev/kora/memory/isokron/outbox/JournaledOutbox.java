package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An outbox over a journal: bounded, one lane per workspace with one record in flight, a few sender
 * threads for all. What the journal cannot take for now is kept in memory, and {@link
 * Durability#MEMORY_ONLY} says so.
 */
public final class JournaledOutbox implements Outbox {
  /** How long a caller waits until its record stands in the file. */
  private static final long WRITTEN_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  private final OutboxPlatform platform;
  private final OutboxParts parts;
  private final ReentrantLock lock;
  private final Lanes lanes;

  /**
   * Opens an outbox and begins to deliver what is there.
   *
   * @param couriers deliver the records, by tool
   * @param gapEvents makes the event that says that something is missing
   * @param maxBytes most bytes of records in memory
   * @throws IOException if the folder cannot be read
   */
  public JournaledOutbox(
      Map<String, Courier> couriers,
      OutboxListener listener,
      Function<Gap, OutboxRecord> gapEvents,
      OutboxPlatform platform,
      long maxBytes)
      throws IOException {
    this(
        couriers,
        listener,
        gapEvents,
        platform,
        OutboxLimits.standard(platform.chance(), maxBytes));
  }

  JournaledOutbox(
      Map<String, Courier> couriers,
      OutboxListener listener,
      Function<Gap, OutboxRecord> gapEvents,
      OutboxPlatform platform,
      OutboxLimits limits)
      throws IOException {
    this.platform = platform;
    this.parts = new OutboxParts(couriers, listener, gapEvents, platform, limits);
    this.lock = parts.state.lock();
    this.lanes = parts.state.lanes();
    parts.start();
  }

  @Override
  public Offer offer(OutboxRecord message) {
    return offer(Waiting.accepted(message, false));
  }

  @Override
  public Offer offerAwaited(OutboxRecord message) {
    return offer(Waiting.accepted(message, true));
  }

  private Offer offer(Waiting waiting) {
    OutboxRecord message = waiting.message;
    byte[] encoded = RecordCodec.encode(message);
    String refusal;
    boolean closed;
    lock.lock();
    try {
      closed = parts.alarms.isClosed();
      refusal = parts.admission.refusal(message, encoded.length);
      if (refusal == null) {
        parts.admission.admit(waiting, encoded, Journal.NONE);
      } else {
        lanes.tally.refused++;
      }
    } finally {
      lock.unlock();
    }
    if (refusal == null) {
      return new Offer.Accepted(message.key(), durability(waiting), waiting.fate);
    }
    if (!closed) {
      parts.gaps.refused(message.workspace(), refusal);
    }
    return new Offer.Refused(refusal);
  }

  // A disk that is in trouble is not waited for.
  private Durability durability(Waiting waiting) {
    boolean written =
        waiting.isKept() || (memoryOnly().isEmpty() && waiting.awaitKept(WRITTEN_NANOS));
    return written ? Durability.PERSISTED : Durability.MEMORY_ONLY;
  }

  @Override
  public boolean keep(String workspace, UUID key) {
    lock.lock();
    try {
      return lanes.keep(workspace, key) && !parts.alarms.isClosed();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<DeadLetter> parked() {
    return parts.letters.all();
  }

  @Override
  public boolean replay(UUID key) throws IOException {
    return parts.upkeep.replay(key);
  }

  @Override
  public boolean drop(UUID key) throws IOException {
    return parts.upkeep.drop(key);
  }

  @Override
  public long flush(@Nullable String workspace, Duration atMost) {
    long left = atMost.compareTo(Duration.ofDays(1)) < 0 ? atMost.toNanos() : 86_400_000_000_000L;
    lock.lock();
    try {
      parts.flushes.await(workspace, left);
      return waiting(workspace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return waiting(workspace);
    } finally {
      lock.unlock();
    }
  }

  private long waiting(@Nullable String workspace) {
    return workspace == null ? lanes.tally.queued : lanes.of(workspace).mapToLong(Lane::size).sum();
  }

  @Override
  public OutboxCounters counters() {
    return parts.status.counters();
  }

  @Override
  public Optional<String> trouble() {
    return parts.status.trouble();
  }

  @Override
  public Optional<String> missing() {
    return parts.status.missing();
  }

  @Override
  public Optional<String> memoryOnly() {
    return platform.journal().trouble();
  }

  @Override
  public void close(Duration atMost) {
    // One who is interrupted and closes still wants what was accepted to be delivered.
    boolean interrupted = Thread.interrupted();
    flush(null, atMost);
    if (stop()) {
      platform.tasks().close();
      platform.upkeep().close();
      parts.leftovers.saveGaps();
      platform.journal().close();
      parts.leftovers.tell();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean stop() {
    lock.lock();
    try {
      boolean first = !parts.alarms.isClosed();
      parts.alarms.close();
      parts.flushes.changed();
      return first;
    } finally {
      lock.unlock();
    }
  }
}
