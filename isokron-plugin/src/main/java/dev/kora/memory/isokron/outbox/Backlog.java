package dev.kora.memory.isokron.outbox;

/**
 * The handles of records that are read when their turn comes: eight bytes for each. Guarded by the
 * outbox's lock.
 */
final class Backlog {
  private long[] ring = new long[16];
  private int first;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long get(int index) {
    return ring[at(index)];
  }

  /** The place of the first greater handle; negative if there is none. */
  int firstAfter(long handle) {
    for (int i = 0; i < size; i++) {
      if (get(i) > handle) {
        return i;
      }
    }
    return -1;
  }

  void addLast(long handle) {
    makeRoom();
    ring[at(size)] = handle;
    size++;
  }

  void addFirst(long handle) {
    makeRoom();
    first = at(ring.length - 1);
    ring[first] = handle;
    size++;
  }

  private void makeRoom() {
    if (size == ring.length) {
      long[] wider = new long[Math.multiplyExact(size, 2)];
      for (int i = 0; i < size; i++) {
        wider[i] = get(i);
      }
      ring = wider;
      first = 0;
    }
  }

  void removeFirst(int count) {
    first = at(count);
    size -= count;
    if (size == 0) {
      first = 0;
      ring = ring.length > 1024 ? new long[16] : ring;
    }
  }

  /** Takes one out of the middle. */
  boolean remove(long handle) {
    for (int i = 0; i < size; i++) {
      if (get(i) == handle) {
        for (int next = i + 1; next < size; next++) {
          ring[at(next - 1)] = get(next);
        }
        size--;
        return true;
      }
    }
    return false;
  }

  private int at(int index) {
    return (int) (((long) first + index) % ring.length);
  }
}
