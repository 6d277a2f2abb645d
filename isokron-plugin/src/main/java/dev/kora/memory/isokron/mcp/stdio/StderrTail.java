package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Drains a child's stderr: logs each line at DEBUG and keeps the end (rule 22). */
final class StderrTail {
  private static final Logger LOG = LogManager.getLogger(StderrTail.class);

  // More is read of a line than is kept, so that no secret is cut in half before it is masked.
  private static final int MAX_READ_BYTES = 64 * 1024;
  private static final int MAX_LINE = 1_000;
  private static final int MAX_KEPT = 4 * 1024;

  private final SecretMask mask;
  private final Deque<String> lines = new ArrayDeque<>();
  private final LineReader reader = new LineReader(MAX_READ_BYTES, (line, whole) -> take(line));
  private int kept;

  StderrTail(SecretMask mask) {
    this.mask = mask;
  }

  /** Reads to the stream's end, on a thread of its own. */
  void drain(InputStream stderr) throws IOException {
    reader.readAll(stderr);
  }

  /** What reads it. */
  LineReader lines() {
    return reader;
  }

  private void take(byte[] bytes) {
    String text = new String(mask.hide(bytes), StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return;
    }
    String line = OneLine.of(text, MAX_LINE);
    LOG.debug("[kora.isokron] server process: {}", line);
    synchronized (lines) {
      lines.addLast(line);
      kept += line.length();
      while (kept > MAX_KEPT) {
        kept -= lines.removeFirst().length();
      }
    }
  }

  /** The last words, on one line: masked and at most this long. */
  String end(int maxLength) {
    String all;
    synchronized (lines) {
      all = String.join(" | ", lines);
    }
    if (all.length() <= maxLength) {
      return all;
    }
    int start = all.length() - maxLength;
    return "…" + all.substring(Character.isLowSurrogate(all.charAt(start)) ? start + 1 : start);
  }
}
