package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A record that a log has taken, and what it said of it. */
final class Owed {
  final long seq;
  final byte[] bytes;
  final JournalTicket written;
  private final boolean syncedBefore;
  private final boolean writtenBefore;
  private final UUID key;
  boolean ackAppended;
  private boolean plainAck;
  private @Nullable JournalTicket ack;
  @Nullable Owed next;

  Owed(long seq, int size) {
    this.seq = seq;
    this.key = new UUID(seq, size);
    this.bytes = RecordCodec.encode(record(key, "x".repeat(size)));
    this.written = ticket(seq);
    this.syncedBefore = false;
    this.writtenBefore = false;
  }

  /** The same after a start: it is in the file. */
  Owed(Owed before, boolean synced) {
    this.seq = before.seq;
    this.key = before.key;
    this.bytes = before.bytes;
    this.written = ticket(seq);
    this.writtenBefore = true;
    this.syncedBefore = synced;
  }

  static OutboxRecord record(UUID key, String arguments) {
    return new OutboxRecord(
        key, "w" + key.hashCode() % 3, "tool", "s", "o", arguments, 7, "t", null);
  }

  static JournalTicket ticket(long seq) {
    return new JournalTicket(seq, new NoDrive());
  }

  UUID key() {
    return key;
  }

  void acknowledged(JournalTicket by, boolean plain) {
    ackAppended = true;
    ack = by;
    plainAck = plain;
  }

  boolean synced() {
    return syncedBefore || written.awaitSynced(0);
  }

  /** Whether it must still be there, if nobody acknowledged it. */
  boolean promised(boolean powerWasCut) {
    return synced() || (!powerWasCut && (writtenBefore || written.isWritten()));
  }

  /** Whether it must not be there. */
  boolean gone(boolean powerWasCut) {
    return ack != null && (powerWasCut ? ack.awaitSynced(0) : ack.isWritten());
  }

  boolean isSettled() {
    if (next != null && next.ackAppended) {
      return next.isSettled();
    }
    // What was there at the start has nobody who is told.
    return ackAppended ? ack != null && ack.awaitSynced(0) : writtenBefore || synced();
  }

  @Override
  public String toString() {
    return "record "
        + seq
        + (synced() ? " synced" : written.isWritten() || writtenBefore ? " written" : "")
        + (ackAppended ? (plainAck ? ", acknowledged" : ", followed") : "");
  }

  /** Nobody waits here. */
  private static final class NoDrive implements JournalDrive {
    @Override
    public void start(Step write, Step sync) {
      throw new AssertionError();
    }

    @Override
    public void wakeWriter() {
      throw new AssertionError();
    }

    @Override
    public void wakeWriterSoon() {
      throw new AssertionError();
    }

    @Override
    public void wakeSyncer() {
      throw new AssertionError();
    }

    @Override
    public boolean await(BooleanSupplier condition, long atMostNanos) {
      return condition.getAsBoolean();
    }

    @Override
    public boolean stop(long atMostNanos) {
      throw new AssertionError();
    }
  }
}
