package dev.kora.memory.isokron.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of one tool of one workspace, in order: a front in memory, a backlog of which only
 * the handles are, and a tail of new ones in memory. Guarded by the outbox's lock.
 */
final class ToolQueue {
  /** Most records of a front. */
  static final int FRONT = 64;

  final String tool;

  /** How often the head could not be read. */
  int failedLooks;

  private final Deque<Waiting> front = new ArrayDeque<>();
  private final Backlog backlog = new Backlog();
  private final Deque<Waiting> tail = new ArrayDeque<>();

  /** One of the backlog, read before its turn to be a canary. */
  private @Nullable Waiting scout;

  private long backlogSince;

  ToolQueue(String tool) {
    this.tool = tool;
  }

  int size() {
    return front.size() + backlog.size() + tail.size();
  }

  boolean isEmpty() {
    return front.isEmpty() && backlog.isEmpty() && tail.isEmpty();
  }

  /** The handle of the head. */
  long firstHandle() {
    return !front.isEmpty()
        ? front.element().handle
        : !backlog.isEmpty() ? backlog.get(0) : tail.element().handle;
  }

  /** When the head happened, in microseconds since the epoch; of a backlog, not later than that. */
  long firstHappened() {
    return !front.isEmpty()
        ? front.element().message.happenedAtMicros()
        : !backlog.isEmpty() ? backlogSince : tail.element().message.happenedAtMicros();
  }

  /** The head; null when it has to be read. */
  @Nullable Waiting head() {
    if (front.isEmpty() && backlog.isEmpty()) {
      while (!tail.isEmpty() && front.size() < FRONT) {
        front.addLast(tail.removeFirst());
      }
    }
    return front.peekFirst();
  }

  void add(Waiting waiting) {
    boolean ahead = backlog.isEmpty() && tail.isEmpty() && front.size() < FRONT;
    (ahead ? front : tail).addLast(waiting);
  }

  /**
   * One that another file keeps than the journal: it cannot shrink, so it goes next and does not
   * stand between those that can.
   */
  void addNext(Waiting waiting) {
    Deque<Waiting> ahead = new ArrayDeque<>();
    while (!front.isEmpty()
        && (ahead.isEmpty() || front.element().source != Waiting.Source.JOURNAL)) {
      ahead.addLast(front.removeFirst());
    }
    front.addFirst(waiting);
    while (!ahead.isEmpty()) {
      front.addFirst(ahead.removeLast());
    }
  }

  /** One that stands in the file and was not read. */
  void add(long handle, long happenedAtMicros) {
    if (backlog.isEmpty()) {
      backlogSince = happenedAtMicros;
    }
    backlog.addLast(handle);
  }

  /** Lets go of the first behind the backlog, else of the last before it. */
  @Nullable Waiting shrink() {
    Waiting behind = tail.peekFirst();
    if (behind != null && behind.mayShrink()) {
      tail.removeFirst();
      add(behind.handle, behind.message.happenedAtMicros());
      return behind;
    }
    Waiting before = front.peekLast();
    boolean tried = before != null && before == front.peekFirst() && before.attempts > 0;
    if (before == null || tried || !before.mayShrink()) {
      return null;
    }
    front.removeLast();
    backlog.addFirst(before.handle);
    backlogSince = before.message.happenedAtMicros();
    return before;
  }

  /** The handles to read next, oldest first. */
  List<Long> unread() {
    List<Long> handles = new ArrayList<>();
    for (int i = 0; i < Math.min(FRONT, backlog.size()); i++) {
      handles.add(backlog.get(i));
    }
    return handles;
  }

  /** The first of the backlog were read, or are no more. */
  void read(int count, List<Waiting> records) {
    backlog.removeFirst(count);
    front.addAll(records);
    failedLooks = 0;
  }

  /** The handle of a canary that has to be read, or the canary. */
  record Canary(long handle, @Nullable Waiting record) {}

  /**
   * The first behind the suspected head, but another one each time one failed: it may be poisoned
   * too.
   */
  Canary canary(Waiting head) {
    Waiting near = leastFailed(front.stream(), head);
    if (near != null && near.failuresAsCanary == 0) {
      return new Canary(near.handle, near);
    }
    int fresh = backlog.firstAfter(head.lastScout);
    if (fresh >= 0) {
      return scout(backlog.get(fresh));
    }
    Waiting loaded = leastFailed(loaded(), head);
    boolean rested =
        backlog.isEmpty()
            || (loaded != null && loaded.failuresAsCanary <= head.failedScouts / backlog.size());
    return loaded != null && rested
        ? new Canary(loaded.handle, loaded)
        : scout(backlog.get(head.failedScouts % backlog.size()));
  }

  private static @Nullable Waiting leastFailed(Stream<Waiting> records, Waiting head) {
    return records
        .filter(record -> record != head)
        .min(Comparator.comparingInt(record -> record.failuresAsCanary))
        .orElse(null);
  }

  private Canary scout(long handle) {
    return new Canary(handle, scout != null && scout.handle == handle ? scout : null);
  }

  @Nullable Waiting scout() {
    return scout;
  }

  void scouted(@Nullable Waiting record) {
    scout = record;
  }

  /** Takes a record out; the handle of a scout with it. */
  void remove(Waiting record) {
    if (record == scout) {
      scout = null;
      backlog.remove(record.handle);
    } else if (!front.remove(record)) {
      tail.remove(record);
    }
  }

  Stream<Waiting> loaded() {
    return Stream.concat(front.stream(), tail.stream());
  }
}
