package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.journal.Journal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that waits, by workspace, and how much it is. A lane is there while it has records. Guarded
 * by the outbox's lock.
 */
final class Lanes {
  final Tally tally = new Tally();

  private final Backoff backoff;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<UUID, Waiting> awaited = new HashMap<>();

  /** Lanes with records, the one with the oldest first. */
  private final NavigableSet<Lane> byAge =
      new TreeSet<>(
          Comparator.comparingLong((Lane lane) -> lane.rank).thenComparing(lane -> lane.workspace));

  /** Who wants to know what becomes of a record that is not in memory, by its handle. */
  private final Map<Long, CompletableFuture<Offer.Fate>> promised = new HashMap<>();

  private long lastHandle;

  Lanes(Backoff backoff) {
    this.backoff = backoff;
  }

  Lane of(String workspace, long now) {
    return lanes.computeIfAbsent(workspace, w -> new Lane(w, backoff, now));
  }

  /** The lane of a workspace if there is one, or all lanes when it is null. */
  Stream<Lane> of(@Nullable String workspace) {
    return workspace == null ? lanes.values().stream() : Stream.ofNullable(lanes.get(workspace));
  }

  void add(Lane lane, Waiting waiting) {
    ToolQueue queue = lane.queue(waiting.tool());
    if (waiting.source == Waiting.Source.JOURNAL) {
      lastHandle = Math.max(lastHandle, waiting.handle);
      queue.add(waiting);
    } else {
      waiting.handle = queue.isEmpty() ? lastHandle : queue.firstHandle();
      queue.addNext(waiting);
    }
    tally.queued++;
    tally.inMemory += waiting.bytes;
    if (waiting.awaited) {
      awaited.put(waiting.message.key(), waiting);
    }
    rank(lane);
  }

  void add(Lane lane, Journal.Kept kept) {
    lastHandle = Math.max(lastHandle, kept.handle());
    lane.queue(kept.tool()).add(kept.handle(), kept.happenedAtMicros());
    tally.queued++;
    tally.onDisk += kept.size();
    rank(lane);
  }

  void remove(Lane lane, Waiting waiting) {
    lane.queue(waiting.tool()).remove(waiting);
    awaited.remove(waiting.message.key(), waiting);
    if (waiting.source == Waiting.Source.JOURNAL) {
      promised.remove(waiting.handle);
    }
    tally.queued--;
    tally.inMemory -= waiting.bytes;
    rank(lane);
  }

  /** Lets go of what is in memory and need not be. */
  void shrink(long downTo) {
    for (Lane lane : lanes.values()) {
      lane.tools().forEach(queue -> shrink(queue, downTo));
    }
  }

  /** The same of one queue. */
  void shrink(ToolQueue queue, long downTo) {
    while (tally.inMemory > downTo) {
      Waiting next = queue.shrink();
      if (next == null) {
        break;
      }
      tally.inMemory -= next.bytes;
      tally.onDisk += next.bytes;
      if (next.watched) {
        promised.put(next.handle, next.fate);
      }
    }
  }

  /** A record that is not in memory will not come back; who wants to know, if anybody. */
  @Nullable CompletableFuture<Offer.Fate> lost(long handle) {
    return promised.remove(handle);
  }

  /** What those are to be told who wait for a record that is not in memory. */
  Collection<CompletableFuture<Offer.Fate>> promised() {
    return List.copyOf(promised.values());
  }

  /** The first of a backlog were read; those that are missing among the records are gone. */
  void read(Lane lane, ToolQueue queue, int count, List<Waiting> records) {
    scouted(queue, null);
    queue.read(count, records);
    tally.queued -= count - records.size();
    records.forEach(this::inMemoryNow);
    rank(lane);
  }

  /** One of a backlog was read as a canary. */
  void scouted(ToolQueue queue, @Nullable Waiting record) {
    Waiting before = queue.scout();
    if (before != null) {
      tally.inMemory -= before.bytes;
      tally.onDisk += before.bytes;
    }
    queue.scouted(record);
    if (record != null) {
      inMemoryNow(record);
    }
  }

  private void inMemoryNow(Waiting record) {
    CompletableFuture<Offer.Fate> known = promised.get(record.handle);
    if (known != null) {
      record.fate = known;
    }
    tally.inMemory += record.bytes;
    tally.onDisk -= Math.min(tally.onDisk, record.bytes);
  }

  /** Nobody waits for a record any more; false if it is not here. */
  boolean keep(String workspace, UUID key) {
    Waiting found = awaited.get(key);
    if (found == null || !found.message.workspace().equals(workspace)) {
      return false;
    }
    found.awaited = false;
    awaited.remove(key);
    return true;
  }

  void leaveIfEmpty(Lane lane) {
    if (lane.isEmpty()) {
      lanes.remove(lane.workspace, lane);
    }
  }

  /** When the oldest of all happened, in microseconds since the epoch. */
  OptionalLong oldestHappened() {
    ToolQueue oldest = byAge.isEmpty() ? null : byAge.first().oldest();
    return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.firstHappened());
  }

  /** The heads of the lanes that are in memory. */
  Stream<Waiting> heads() {
    return lanes.values().stream()
        .map(Lane::oldest)
        .filter(queue -> queue != null)
        .flatMap(queue -> queue.loaded().limit(1));
  }

  private void rank(Lane lane) {
    ToolQueue oldest = lane.oldest();
    long rank = oldest == null ? Lane.UNRANKED : oldest.firstHandle();
    if (rank != lane.rank) {
      byAge.remove(lane);
      lane.rank = rank;
      if (oldest != null) {
        byAge.add(lane);
      }
    }
  }
}
