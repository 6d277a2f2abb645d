package dev.kora.memory.isokron.outbox.journal;

/**
 * Where each live record stands: a hash table of longs, 16 to 43 bytes a record, so that a million
 * fit into a small heap. Not safe for threads.
 */
final class Places {
  /** No such record. */
  static final long NONE = -1;

  /** It is live, and in memory only. */
  static final long IN_MEMORY = 0;

  private static final int LEAST_SLOTS = 64;

  // Pairs of seq and place, by linear probing; seq 0 is a free slot.
  private long[] slots = new long[2 * LEAST_SLOTS];
  private int size;

  int size() {
    return size;
  }

  long get(long seq) {
    int slot = find(slots, seq);
    return slots[slot] == seq && seq != 0 ? slots[slot + 1] : NONE;
  }

  /** Returns what was there. */
  long put(long seq, long place) {
    int slot = find(slots, seq);
    long before = slots[slot] == seq ? slots[slot + 1] : NONE;
    slots[slot] = seq;
    slots[slot + 1] = place;
    if (before == NONE && ++size > slots.length / 8 * 3) { // three quarters of the slots
      resize(slots.length * 2);
    }
    return before;
  }

  /** Returns what was there; nothing is under 0. */
  long remove(long seq) {
    int slot = find(slots, seq);
    if (slots[slot] != seq || seq == 0) {
      return NONE;
    }
    long before = slots[slot + 1];
    close(slot);
    if (--size < slots.length / 16 && slots.length > 2 * LEAST_SLOTS) {
      resize(slots.length / 2);
    }
    return before;
  }

  /** Moves those back that would no longer be found past the free slot. */
  private void close(int free) {
    int mask = slots.length - 1;
    int slot = free;
    while (true) {
      slot = (slot + 2) & mask;
      long seq = slots[slot];
      if (seq == 0) {
        break;
      }
      int home = home(seq, slots.length);
      if (((slot - home) & mask) >= ((slot - free) & mask)) {
        slots[free] = seq;
        slots[free + 1] = slots[slot + 1];
        free = slot;
      }
    }
    slots[free] = 0;
  }

  private void resize(int length) {
    long[] resized = new long[length];
    for (int slot = 0; slot < slots.length; slot += 2) {
      if (slots[slot] != 0) {
        int to = find(resized, slots[slot]);
        resized[to] = slots[slot];
        resized[to + 1] = slots[slot + 1];
      }
    }
    slots = resized;
  }

  private static int find(long[] slots, long seq) {
    int slot = home(seq, slots.length);
    while (slots[slot] != 0 && slots[slot] != seq) {
      slot = (slot + 2) & (slots.length - 1);
    }
    return slot;
  }

  private static int home(long seq, int length) {
    long mixed = seq * 0x9E3779B97F4A7C15L;
    return ((int) (mixed >>> 33) << 1) & (length - 1);
  }
}
