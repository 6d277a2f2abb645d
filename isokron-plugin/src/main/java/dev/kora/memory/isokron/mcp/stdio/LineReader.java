package dev.kora.memory.isokron.mcp.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Splits a stream into lines of bounded length (rules 21 and 22). */
final class LineReader {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final int maxBytes;
  private final Receiver receiver;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  LineReader(int maxBytes, Receiver receiver) {
    this.maxBytes = maxBytes;
    this.receiver = receiver;
  }

  /** Takes the lines, on the reading thread. */
  interface Receiver {
    /**
     * Takes one line, without its end.
     *
     * @param whole false for the beginning of a line that passes the bound; its rest is dropped
     */
    void take(byte[] line, boolean whole);
  }

  /** Reads to the stream's end; a last line without an end counts too. */
  void readAll(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      int start = 0;
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          append(buffer, start, i);
          endLine();
          start = i + 1;
        }
      }
      append(buffer, start, n);
    }
    if (line.size() > 0) {
      endLine();
    }
  }

  private void append(byte[] buffer, int start, int end) {
    if (tooLong) {
      return;
    }
    if (line.size() + end - start > maxBytes) {
      line.write(buffer, start, maxBytes - line.size());
      tooLong = true;
      give(false);
    } else {
      line.write(buffer, start, end - start);
    }
  }

  private void endLine() {
    if (!tooLong) {
      give(true);
    }
    tooLong = false;
  }

  private void give(boolean whole) {
    byte[] bytes = line.toByteArray();
    line.reset();
    receiver.take(bytes, whole);
  }
}
