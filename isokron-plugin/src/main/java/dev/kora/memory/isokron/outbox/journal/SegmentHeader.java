package dev.kora.memory.isokron.outbox.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The beginning of a segment: {@code "KORAOBX1" | u64 id | u64 next seq | u64 previous id | u64
 * previous length | u32 CRC-32C}.
 *
 * @param id its number
 * @param nextSeq all records before it have smaller numbers
 * @param previousId the segment before it; those between the two are void: what is in them was
 *     written again here
 * @param previousLength where that one ends; what is past it is void too
 */
record SegmentHeader(long id, long nextSeq, long previousId, long previousLength) {
  static final int BYTES = 44;

  private static final byte[] MAGIC = "KORAOBX1".getBytes(StandardCharsets.US_ASCII);
  private static final int CRC_AT = 40;

  byte[] encode() {
    ByteBuffer to = ByteBuffer.allocate(BYTES).put(MAGIC);
    to.putLong(id).putLong(nextSeq).putLong(previousId).putLong(previousLength);
    return to.putInt(crc(to.array())).array();
  }

  static Optional<SegmentHeader> decode(byte[] bytes, long expectedId) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || from.getInt(CRC_AT) != crc(bytes)) {
      return Optional.empty();
    }
    SegmentHeader header =
        new SegmentHeader(from.getLong(8), from.getLong(16), from.getLong(24), from.getLong(32));
    return header.id == expectedId ? Optional.of(header) : Optional.empty();
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CRC_AT);
    return (int) crc.getValue();
  }
}
