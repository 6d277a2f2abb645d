package dev.kora.memory.sea.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Splits a stream of bytes at its line feeds. No line takes more memory than it may. */
final class LineReader {
  private final InputStream in;
  private final int most;
  private final byte[] buffer = new byte[16 * 1024];
  private int next;
  private int filled;

  LineReader(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** A line, or what is left of one that was too long: its length is then past the limit. */
  byte @Nullable [] read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (next == filled) {
        filled = in.read(buffer);
        next = 0;
        if (filled < 0) {
          filled = 0;
          return line.size() == 0 ? null : line.toByteArray();
        }
      }
      int start = next;
      while (next < filled && buffer[next] != '\n') {
        next++;
      }
      line.write(buffer, start, Math.min(next - start, most + 1 - line.size()));
      if (next < filled) {
        next++;
        return line.toByteArray();
      }
    }
  }
}
