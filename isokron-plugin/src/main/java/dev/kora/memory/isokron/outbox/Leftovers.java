package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.DeadLetters;
import dev.kora.memory.isokron.outbox.folder.Gaps;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** What is still there when all threads have ended: those who wait for it are told. */
final class Leftovers {
  private static final Logger LOG = LogManager.getLogger(Leftovers.class);

  private static final long SAVED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final OutboxState state;
  private final DeadLetters letters;
  private final Gaps gaps;

  Leftovers(OutboxState state, DeadLetters letters, Gaps gaps) {
    this.state = state;
    this.letters = letters;
    this.gaps = gaps;
  }

  /** Saves the gaps, on a thread of its own: a disk that hangs may hold up only that. */
  void saveGaps() {
    if (gaps.unsaved() == 0) {
      return;
    }
    Thread saving = new Thread(gaps::save, "isokron-outbox-gaps");
    saving.setDaemon(true);
    saving.start();
    boolean interrupted = false;
    long end = System.nanoTime() + SAVED_NANOS;
    for (long left = SAVED_NANOS; left > 0 && saving.isAlive(); left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(saving, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void tell() {
    long left;
    List<Waiting> rest;
    Collection<CompletableFuture<Offer.Fate>> onDisk;
    state.lock().lock();
    try {
      left = state.lanes().tally.queued;
      rest = state.lanes().of(null).flatMap(Lane::loaded).toList();
      onDisk = state.lanes().promised();
    } finally {
      state.lock().unlock();
    }
    boolean folder = state.journal().folder().isPresent();
    long lost = rest.stream().filter(waiting -> !isKept(waiting, folder)).count();
    long parked = folder ? 0 : letters.count();
    if (lost + parked > 0) {
      LOG.error(
          "[kora.isokron] closed with {} writes undelivered; they were in memory only and are lost",
          lost + parked);
    }
    if (left > lost) {
      LOG.info(
          "[kora.isokron] closed with {} writes undelivered; they are on disk and wait for the"
              + " next start",
          left - lost);
    }
    long unnamed = folder ? gaps.unsaved() : gaps.count();
    if (unnamed > 0) {
      LOG.error(
          "[kora.isokron] closed with {} refused or lost writes that neither a chain nor a file"
              + " names",
          unnamed);
    }
    rest.forEach(
        waiting ->
            waiting.fate.complete(
                isKept(waiting, folder)
                    ? new Offer.Fate.Kept()
                    : new Offer.Fate.GivenUp("the outbox closed", false)));
    onDisk.forEach(fate -> fate.complete(new Offer.Fate.Kept()));
  }

  // What a file beside the journal keeps is gone too where there is no folder.
  private static boolean isKept(Waiting waiting, boolean folder) {
    return folder && waiting.isKept();
  }
}
