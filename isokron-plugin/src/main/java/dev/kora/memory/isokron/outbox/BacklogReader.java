package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.Gaps;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads records whose turn comes from the journal. Called on a sender's thread, never under the
 * outbox's lock. What cannot be read at the second look, while the disk is well otherwise, is lost:
 * a gap says so before it is acknowledged.
 */
final class BacklogReader {
  private static final Logger LOG = LogManager.getLogger(BacklogReader.class);
  private static final long NEXT_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Most bytes that are read at once; the first record always is. */
  private static final long MAX_BYTES = 256 << 10;

  private final OutboxState state;
  private final Gaps gaps;
  private final long maxBytes;

  BacklogReader(OutboxState state, Gaps gaps, long maxBytes) {
    this.state = state;
    this.gaps = gaps;
    this.maxBytes = maxBytes;
  }

  void read(Lane lane, Lane.Step.Load load) {
    long room = room();
    List<Waiting> records = new ArrayList<>();
    String trouble = null;
    for (long handle : load.handles()) {
      if (room <= 0 && !records.isEmpty()) {
        break;
      }
      try {
        Optional<OutboxRecord> found = state.journal().read(handle);
        if (found.isEmpty()) {
          trouble = "it is not there";
          break;
        }
        records.add(Waiting.kept(found.get(), Waiting.Source.JOURNAL, handle));
        room -= found.get().bytes();
      } catch (IOException e) {
        LOG.warn("[kora.isokron] a record of the journal cannot be read", e);
        trouble = "it cannot be read: " + e.getMessage();
        break;
      }
    }
    if (load.scoutFor() != null) {
      scouted(lane, load, load.scoutFor(), records.isEmpty() ? null : records.get(0));
    } else if (!records.isEmpty()) {
      locked(() -> state.lanes().read(lane, load.queue(), records.size(), records));
    } else if (trouble != null) {
      unreadable(lane, load.queue(), load.handles().get(0), trouble);
    }
  }

  private long room() {
    state.lock().lock();
    try {
      return Math.min(MAX_BYTES, maxBytes / 2 - state.lanes().tally.inMemory);
    } finally {
      state.lock().unlock();
    }
  }

  // A canary that cannot be read is none: the next one is another.
  private void scouted(Lane lane, Lane.Step.Load load, Waiting head, @Nullable Waiting record) {
    locked(
        () -> {
          state.lanes().scouted(load.queue(), record);
          if (record == null) {
            head.scoutFailed(load.handles().get(0));
            lane.waitUntil(state.clock().nanos() + NEXT_LOOK_NANOS, false);
          }
        });
  }

  private void unreadable(Lane lane, ToolQueue queue, long handle, String trouble) {
    boolean given = queue.failedLooks > 0 && state.journal().trouble().isEmpty();
    if (given) {
      try {
        gaps.lost(lane.workspace, trouble);
      } catch (IOException e) {
        LOG.warn("[kora.isokron] a gap cannot be written: what is lost stays in the queue", e);
        given = false;
      }
    }
    boolean lost = given;
    AtomicReference<CompletableFuture<Offer.Fate>> promised = new AtomicReference<>();
    locked(
        () -> {
          if (lost) {
            promised.set(state.lanes().lost(handle));
            state.lanes().read(lane, queue, 1, List.of());
            state.journal().acknowledge(handle);
          } else {
            queue.failedLooks++;
            lane.waitUntil(state.clock().nanos() + NEXT_LOOK_NANOS, false);
          }
        });
    CompletableFuture<Offer.Fate> fate = promised.get();
    if (fate != null) {
      fate.complete(new Offer.Fate.GivenUp(trouble, false));
    }
    if (lost) {
      LOG.error("[kora.isokron] a record of {} is lost: {}", lane.workspace, trouble);
    }
  }

  private void locked(Runnable change) {
    state.lock().lock();
    try {
      change.run();
    } finally {
      state.lock().unlock();
    }
  }
}
