package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.TooLargeException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code text/event-stream} fed in pieces of any size (mcp-client.md rule 16). Works on
 * bytes, so a character split between two pieces needs no care. Not safe for several threads.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the format</a>
 */
final class SseParser {
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int maxEventBytes;
  private final Consumer<byte[]> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private boolean hasData;
  private boolean firstLine = true;
  private boolean lastWasCr;
  private @Nullable String lastEventId;
  private long retryMillis = -1;

  /**
   * Makes a parser.
   *
   * @param events takes the data of each event that has any
   */
  SseParser(int maxEventBytes, Consumer<byte[]> events) {
    this.maxEventBytes = maxEventBytes;
    this.events = events;
  }

  /** Reads on. Throws {@link TooLargeException} when one event passes its bound. */
  void feed(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (b == '\n' && lastWasCr) {
        lastWasCr = false;
        continue;
      }
      lastWasCr = b == '\r';
      if (b == '\n' || b == '\r') {
        endOfLine();
      } else {
        line.write(b);
        if (line.size() + data.size() > maxEventBytes) {
          throw new TooLargeException("an event of the stream", maxEventBytes);
        }
      }
    }
  }

  /** The last {@code id} seen, or null. */
  @Nullable String lastEventId() {
    return lastEventId;
  }

  /** The last {@code retry} seen, or -1. */
  long retryMillis() {
    return retryMillis;
  }

  private void endOfLine() {
    byte[] bytes = line.toByteArray();
    line.reset();
    int start = 0;
    if (firstLine && startsWithBom(bytes)) {
      start = BOM.length;
    }
    firstLine = false;
    if (bytes.length == start) {
      dispatch();
      return;
    }
    int colon = start;
    while (colon < bytes.length && bytes[colon] != ':') {
      colon++;
    }
    if (colon == start) {
      return; // a comment
    }
    int value = Math.min(colon + 1, bytes.length);
    if (value < bytes.length && bytes[value] == ' ') {
      value++;
    }
    String name = new String(bytes, start, colon - start, StandardCharsets.UTF_8);
    field(name, bytes, value);
  }

  private void field(String name, byte[] bytes, int from) {
    switch (name) {
      case "data" -> {
        if (hasData) {
          data.write('\n');
        }
        hasData = true;
        data.write(bytes, from, bytes.length - from);
      }
      case "id" -> {
        String id = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        if (id.indexOf('\0') < 0) {
          lastEventId = id;
        }
      }
      case "retry" -> {
        String millis = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        if (millis.matches("[0-9]{1,9}")) {
          retryMillis = Long.parseLong(millis);
        }
      }
      default -> {
        // "event" and fields of later versions carry nothing for us.
      }
    }
  }

  private void dispatch() {
    byte[] event = data.toByteArray();
    data.reset();
    hasData = false;
    if (event.length > 0) {
      events.accept(event);
    }
  }

  private static boolean startsWithBom(byte[] bytes) {
    return bytes.length >= BOM.length
        && bytes[0] == BOM[0]
        && bytes[1] == BOM[1]
        && bytes[2] == BOM[2];
  }
}
