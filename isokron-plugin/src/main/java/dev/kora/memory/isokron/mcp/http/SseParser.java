package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.TooLargeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] ID = {'i', 'd'};
  private static final byte[] RETRY = {'r', 'e', 't', 'r', 'y'};
  private static final byte[] NEW_LINE = {'\n'};

  private final int maxEventBytes;
  private final Consumer<byte[]> events;

  /** The start of a line whose end has not come yet. */
  private final Bytes line = new Bytes();

  private final Bytes data = new Bytes();
  private boolean hasData;
  private boolean firstLine = true;
  private boolean lastWasCr;
  private @Nullable String idOfThisEvent;
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
  void feed(byte[] bytes) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b != '\n' && b != '\r') {
        continue;
      }
      if (b == '\r' || i > start || !lastWasCr) {
        endOfLine(bytes, start, i);
      }
      lastWasCr = b == '\r';
      start = i + 1;
    }
    if (start < bytes.length) {
      append(line, bytes, start, bytes.length);
      lastWasCr = false;
    }
  }

  /**
   * The {@code id} of the last event that came to its end, or null. That of an event cut off does
   * not count: a server asked to go on after it would never send it.
   */
  @Nullable String lastEventId() {
    return lastEventId;
  }

  /** The last {@code retry} seen, or -1. */
  long retryMillis() {
    return retryMillis;
  }

  private void endOfLine(byte[] bytes, int start, int end) {
    if (line.size() == 0) {
      line(bytes, start, end);
    } else {
      append(line, bytes, start, end);
      line(line.array(), 0, line.size());
      line.clear();
    }
  }

  private void line(byte[] bytes, int from, int end) {
    int start = from;
    if (firstLine && Arrays.equals(bytes, start, Math.min(end, start + 3), BOM, 0, 3)) {
      start += BOM.length;
    }
    firstLine = false;
    if (end == start) {
      dispatch();
      return;
    }
    int colon = start;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    // Comments, "event" and fields of later versions carry nothing for us.
    if (Arrays.equals(bytes, start, colon, DATA, 0, DATA.length)) {
      if (hasData) {
        append(data, NEW_LINE, 0, 1);
      }
      hasData = true;
      append(data, bytes, value, end);
    } else if (Arrays.equals(bytes, start, colon, ID, 0, ID.length)) {
      String id = new String(bytes, value, end - value, StandardCharsets.UTF_8);
      idOfThisEvent = id.indexOf('\0') < 0 ? id : idOfThisEvent;
    } else if (Arrays.equals(bytes, start, colon, RETRY, 0, RETRY.length)) {
      retry(bytes, value, end);
    }
  }

  private void retry(byte[] bytes, int start, int end) {
    long millis = 0;
    for (int i = start; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9' || i - start >= 9) {
        return;
      }
      millis = 10 * millis + bytes[i] - '0';
    }
    retryMillis = end > start ? millis : retryMillis;
  }

  private void dispatch() {
    lastEventId = idOfThisEvent;
    hasData = false;
    if (data.size() > 0) {
      events.accept(data.take());
    }
  }

  private void append(Bytes to, byte[] bytes, int start, int end) {
    int other = to == line ? data.size() : 0;
    if (to.size() + other + end - start > maxEventBytes) {
      throw new TooLargeException("an event of the stream", maxEventBytes);
    }
    to.append(bytes, start, end - start);
  }
}
