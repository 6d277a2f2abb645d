package dev.kora.memory.isokron.outbox.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record as bytes: {@code u8 version | key | i64 happened at | texts | u8 whether a follow-up
 * follows | its key | its texts}, each text as {@code u32 length | UTF-8}, all big-endian. What the
 * journal sorts by comes first.
 *
 * <p>A lone surrogate cannot be written and becomes a question mark.
 */
public final class RecordCodec {
  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 1 + 16 + 8;
  private static final int TEXTS = 6;
  private static final int FOLLOW_UP_TEXTS = 4;

  private RecordCodec() {}

  /** A record's bytes. */
  public static byte[] encode(OutboxRecord record) {
    FollowUp next = record.followUp();
    List<byte[]> texts = new ArrayList<>(TEXTS + FOLLOW_UP_TEXTS);
    add(texts, record.workspace(), record.tool(), record.subject());
    add(texts, record.origin(), record.arguments(), record.target());
    if (next != null) {
      add(texts, next.tool(), next.subject(), next.arguments(), next.resultAt());
    }
    int size = FIXED_BYTES + 1 + (next == null ? 0 : 16);
    for (byte[] text : texts) {
      size += 4 + text.length;
    }
    ByteBuffer to = ByteBuffer.allocate(size).put(VERSION);
    put(to, record.key());
    to.putLong(record.happenedAtMicros());
    put(to, texts.subList(0, TEXTS));
    to.put((byte) (next == null ? 0 : 1));
    if (next != null) {
      put(to, next.key());
      put(to, texts.subList(TEXTS, texts.size()));
    }
    return to.array();
  }

  /**
   * The record that these bytes are.
   *
   * @throws IOException if they are none, or one of a newer version
   */
  public static OutboxRecord decode(byte[] bytes, int offset, int length) throws IOException {
    RecordBytes from = new RecordBytes(bytes, offset, length);
    Head head = head(from, null);
    String subject = from.text();
    String origin = from.text();
    String arguments = from.text();
    String target = from.text();
    FollowUp next = followUp(from);
    from.end();
    return new OutboxRecord(
        head.key,
        head.workspace,
        head.tool,
        subject,
        origin,
        arguments,
        head.happenedAtMicros,
        target,
        next);
  }

  private static @Nullable FollowUp followUp(RecordBytes from) throws IOException {
    byte flag = from.u8();
    if (flag == 0) {
      return null;
    }
    if (flag != 1) {
      throw new IOException("not a record: neither with a follow-up nor without");
    }
    return new FollowUp(from.uuid(), from.text(), from.text(), from.text(), from.text());
  }

  /**
   * What the journal sorts by, without the rest.
   *
   * @throws IOException as {@link #decode}
   */
  public static Head head(byte[] bytes, int offset, int length) throws IOException {
    return head(new RecordBytes(bytes, offset, length), null);
  }

  /**
   * The same, for one who reads many.
   *
   * @param like another one's: texts that are the same are the same objects
   * @throws IOException as {@link #decode}
   */
  public static Head head(byte[] bytes, int offset, int length, @Nullable Head like)
      throws IOException {
    return head(new RecordBytes(bytes, offset, length), like);
  }

  private static Head head(RecordBytes from, @Nullable Head like) throws IOException {
    byte version = from.u8();
    if (version != VERSION) {
      throw new IOException("a record of version " + version + ", known is " + VERSION);
    }
    return new Head(
        from.uuid(),
        from.i64(),
        like == null ? from.text() : from.text(like.workspace),
        like == null ? from.text() : from.text(like.tool));
  }

  private static void add(List<byte[]> to, String... texts) {
    for (String text : texts) {
      to.add(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(ByteBuffer to, UUID key) {
    to.putLong(key.getMostSignificantBits()).putLong(key.getLeastSignificantBits());
  }

  private static void put(ByteBuffer to, List<byte[]> texts) {
    for (byte[] text : texts) {
      to.putInt(text.length).put(text);
    }
  }

  /** The beginning of a record; names as in {@link OutboxRecord}. */
  public record Head(UUID key, long happenedAtMicros, String workspace, String tool) {}
}
