package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Where there is no disk: takes everything and keeps nothing. */
public final class NoJournal implements Journal {
  private final String reason;
  private final AtomicLong lastSeq = new AtomicLong();

  /** Makes one; {@code reason} says why there is no other. */
  public NoJournal(String reason) {
    this.reason = reason;
  }

  @Override
  public Stream<Kept> kept() {
    return Stream.empty();
  }

  @Override
  public Ticket append(byte[] record, long follows, Runnable written) {
    long seq = lastSeq.incrementAndGet();
    written.run();
    return new Never(Handles.of(Handles.OWN, seq));
  }

  @Override
  public Ticket acknowledge(long handle) {
    return new Never(handle);
  }

  @Override
  public Optional<OutboxRecord> read(long handle) {
    return Optional.empty();
  }

  @Override
  public Optional<String> trouble() {
    return Optional.of(reason);
  }

  @Override
  public boolean hasRoom(long bytes) {
    return true; // what bounds the memory is elsewhere
  }

  @Override
  public long bytesOnDisk() {
    return 0;
  }

  @Override
  public Optional<Path> folder() {
    return Optional.empty();
  }

  @Override
  public Position position(long handle) {
    return new Position("", Handles.seq(handle));
  }

  @Override
  public long handleOf(Position position) {
    return NONE;
  }

  @Override
  public void close() {
    // There is nothing to let go of.
  }

  /** What never stands in a file. */
  private record Never(long handle) implements Ticket {
    @Override
    public boolean isWritten() {
      return false;
    }

    @Override
    public boolean awaitWritten(long atMostNanos) {
      return false;
    }

    @Override
    public boolean awaitSynced(long atMostNanos) {
      return false;
    }
  }
}
