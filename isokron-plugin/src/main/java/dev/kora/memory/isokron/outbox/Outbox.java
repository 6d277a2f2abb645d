package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where every write waits until Sea has acknowledged it. Safe for all threads. */
public interface Outbox extends AutoCloseable {
  /**
   * Takes a record or says why not. Never waits for the network, for the disk at most a third of a
   * millisecond; never throws.
   */
  Offer offer(OutboxRecord message);

  /**
   * As {@link #offer}, for one who waits for the fate: if the server refuses the write meanwhile,
   * it is dropped and the fate says so.
   */
  Offer offerAwaited(OutboxRecord message);

  /**
   * Nobody waits for a record's fate any more: from now on it is kept like any other.
   *
   * @return false when it is no longer in the outbox: its fate is known, or will be in a moment
   */
  boolean keep(String workspace, UUID key);

  /** What was set aside and waits for an operator, oldest first. Reads files. */
  List<DeadLetter> parked();

  /**
   * Sends one of them again. It stays where it is until it is delivered.
   *
   * @return false if there is none of this key
   * @throws IOException if that cannot be put on the disk
   */
  boolean replay(UUID key) throws IOException;

  /**
   * Gives one of them up for good.
   *
   * @return false if there is none of this key
   * @throws IOException if that cannot be put on the disk
   */
  boolean drop(UUID key) throws IOException;

  /**
   * Waits until nothing is left of a workspace, or of all when it is null. Back-offs are cut short,
   * what a server asked for is not. Called from a listener, it does not wait.
   *
   * @return how many records are left when the time is over; an interrupt ends the waiting and is
   *     restored
   */
  long flush(@Nullable String workspace, Duration atMost);

  /** The numbers of now. */
  OutboxCounters counters();

  /** What keeps records from being delivered, or did, if anything does. */
  Optional<String> trouble();

  /** What is lost, or was refused, and is not yet named in a chain, if anything is. */
  Optional<String> missing();

  /** Why what is accepted now does not survive this process, if it does not. */
  Optional<String> memoryOnly();

  /** Delivers what can be delivered within the time, then ends all threads; the rest is kept. */
  void close(Duration atMost);

  @Override
  default void close() {
    close(Duration.ofSeconds(2));
  }
}
