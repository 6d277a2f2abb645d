package dev.kora.memory.isokron.outbox.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads a record's parts from bytes that may be anything: a part or an {@link IOException}. */
final class RecordBytes {
  private final ByteBuffer from;

  RecordBytes(byte[] bytes, int offset, int length) {
    from = ByteBuffer.wrap(bytes, offset, length);
  }

  byte u8() throws IOException {
    need(1);
    return from.get();
  }

  long i64() throws IOException {
    need(Long.BYTES);
    return from.getLong();
  }

  UUID uuid() throws IOException {
    return new UUID(i64(), i64());
  }

  String text() throws IOException {
    need(Integer.BYTES);
    int length = from.getInt();
    if (length < 0) {
      throw tooShort();
    }
    need(length);
    String text =
        new String(
            from.array(), from.arrayOffset() + from.position(), length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      // Was it written, or put there by the line above? A strict decoder knows, but is slow.
      StandardCharsets.UTF_8.newDecoder().decode(from.slice(from.position(), length));
    }
    from.position(from.position() + length);
    return text;
  }

  /** A text; that one if it is the same, without making it anew. */
  String text(String like) throws IOException {
    int length = like.length();
    if (from.remaining() < Integer.BYTES + length || from.getInt(from.position()) != length) {
      return text();
    }
    int at = from.position() + Integer.BYTES;
    for (int i = 0; i < length; i++) {
      byte b = from.get(at + i);
      if (b < 0 || b != like.charAt(i)) {
        return text();
      }
    }
    from.position(at + length);
    return like;
  }

  void end() throws IOException {
    if (from.hasRemaining()) {
      throw new IOException("not a record: " + from.remaining() + " bytes too many");
    }
  }

  private void need(int bytes) throws IOException {
    if (from.remaining() < bytes) {
      throw tooShort();
    }
  }

  private static IOException tooShort() {
    return new IOException("not a record: it ends too early");
  }
}
