package dev.kora.memory.isokron.mcp.http;

import java.util.Arrays;

/** Bytes that grow up to a bound. Not safe for several threads. */
final class Bytes {
  private static final byte[] EMPTY = {};

  private byte[] array = EMPTY;
  private int size;

  int size() {
    return size;
  }

  /** The bytes are the first {@link #size} of this array. */
  byte[] array() {
    return array;
  }

  void append(byte[] from, int start, int length) {
    if (array.length - size < length) {
      // One piece, the usual case, takes no more room than it needs.
      array = Arrays.copyOf(array, Math.max(size + length, size == 0 ? 0 : 2 * array.length));
    }
    System.arraycopy(from, start, array, size, length);
    size += length;
  }

  void clear() {
    size = 0;
  }

  /** The bytes, in an array that is not used here any more. */
  byte[] take() {
    byte[] all = array.length == size ? array : Arrays.copyOf(array, size);
    array = EMPTY;
    size = 0;
    return all;
  }
}
