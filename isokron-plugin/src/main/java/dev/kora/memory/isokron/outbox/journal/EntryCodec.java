package dev.kora.memory.isokron.outbox.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * An entry of a segment: {@code u32 length | u32 CRC-32C of all after it | u64 segment | u64 seq |
 * u8 type | body}, big-endian; the length counts what the CRC covers. The segment's number shows
 * that the entry was written here and is not what the disk held before.
 *
 * <p>A RECORD's body is {@code u64 the record that it acknowledges, or 0 | the record}; an ACK has
 * none, its seq is the record's.
 */
final class EntryCodec {
  static final byte RECORD = 1;
  static final byte ACK = 2;

  /** What frames a body. */
  static final int OVERHEAD = 4 + 4 + 8 + 8 + 1;

  /** The longest body. */
  static final int MAX_BODY = 16 << 20;

  private static final int CRC_FROM = 8;

  private EntryCodec() {}

  /** Writes an entry; there must be room. */
  static void put(ByteBuffer to, long segment, Entry entry) {
    int start = to.position();
    to.putInt(entry.size() - CRC_FROM).putInt(0);
    to.putLong(segment).putLong(entry.seq).put(entry.type);
    if (entry.type == RECORD) {
      to.putLong(entry.acks).put(entry.record);
    }
    to.putInt(start + 4, crc(to, start + CRC_FROM, entry.size() - CRC_FROM));
  }

  /** How long the entry is that may begin here; negative if none can. */
  static int size(ByteBuffer from, int at) {
    int length = from.getInt(at);
    boolean possible = length >= OVERHEAD - CRC_FROM && length <= OVERHEAD - CRC_FROM + MAX_BODY;
    return possible ? CRC_FROM + length : -1;
  }

  /** Whether the bytes there are an entry of this segment. */
  static boolean holds(ByteBuffer from, int at, int size, long segment) {
    if (from.getLong(at + 8) != segment
        || from.getInt(at + 4) != crc(from, at + CRC_FROM, size - CRC_FROM)) {
      return false;
    }
    byte type = from.get(at + 24);
    return type == RECORD ? size >= OVERHEAD + Long.BYTES : type == ACK && size == OVERHEAD;
  }

  private static int crc(ByteBuffer bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), bytes.arrayOffset() + offset, length);
    return (int) crc.getValue();
  }
}
