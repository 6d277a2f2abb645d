package dev.kora.memory.isokron.outbox.journal;

/**
 * Where each live record stands: a hash table of longs, 16 to 43 bytes a record, so that a million
 * fit into a small heap. In parts, so that only one at a time is there twice when it grows. Not
 * safe for threads.
 */
final class Places {
  /** No such record. */
  static final long NONE = -1;

  /** It is live, and in memory only. */
  static final long IN_MEMORY = 0;

  private static final int PART_BITS = 8;
  private static final int LEAST_SLOTS = 4;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int partBits;
  private final Part[] parts;
  private int size;

  Places() {
    this(PART_BITS);
  }

  Places(int partBits) {
    this.partBits = partBits;
    this.parts = new Part[1 << partBits];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Part();
    }
  }

  int size() {
    return size;
  }

  long get(long seq) {
    return part(seq).get(seq);
  }

  /** Returns what was there. */
  long put(long seq, long place) {
    long before = part(seq).put(seq, place);
    size += before == NONE ? 1 : 0;
    return before;
  }

  /** Returns what was there; nothing is under 0. */
  long remove(long seq) {
    long before = part(seq).remove(seq);
    size -= before == NONE ? 0 : 1;
    return before;
  }

  private Part part(long seq) {
    return parts[(int) ((seq * MIX) >>> (Long.SIZE - partBits))];
  }

  private static final class Part {
    // Pairs of seq and place, by linear probing; seq 0 is a free slot.
    private long[] slots = new long[2 * LEAST_SLOTS];
    private int size;

    long get(long seq) {
      int slot = find(slots, seq);
      return slots[slot] == seq && seq != 0 ? slots[slot + 1] : NONE;
    }

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
      return ((int) ((seq * MIX) >>> 26) << 1) & (length - 1);
    }
  }
}
