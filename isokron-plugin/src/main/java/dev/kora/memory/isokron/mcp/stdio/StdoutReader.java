package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Reads one child's stdout: each line is a message, and what is none is skipped (rule 22). */
final class StdoutReader {
  /** Longest line that is read, as everywhere (rule 21). */
  private static final int MAX_LINE_BYTES = StrictJson.MAX_BYTES;

  private static final Logger LOG = LogManager.getLogger(StdoutReader.class);

  private final SecretMask mask;
  private final Consumer<byte[]> receiver;
  private final Consumer<String> answerLost;
  private final Warnings warnings;
  private final LineReader lines = new LineReader(MAX_LINE_BYTES, this::take);
  private volatile boolean muted;

  /**
   * Makes one.
   *
   * @param receiver takes each message, on the reading thread
   * @param answerLost is told why an answer, nobody knows to what, cannot be read
   */
  StdoutReader(SecretMask mask, Consumer<byte[]> receiver, Consumer<String> answerLost) {
    this.mask = mask;
    this.receiver = receiver;
    this.answerLost = answerLost;
    this.warnings = new Warnings(mask, System::nanoTime);
  }

  /** Reads to the stream's end, on a thread of its own. */
  void readAll(InputStream stdout) throws IOException {
    try {
      lines.readAll(stdout);
    } finally {
      warnings.tellUnsaid();
    }
  }

  /** What reads it. */
  LineReader lines() {
    return lines;
  }

  /** Drops what still comes: an orphan that holds the stdout speaks for no session. */
  void mute() {
    muted = true;
  }

  private void take(byte[] line, boolean whole) {
    if (muted) {
      return;
    }
    if (!whole) {
      // Whose answer it was cannot be known: none of those who wait may wait for ever.
      String tooLong = "longer than " + MAX_LINE_BYTES + " bytes";
      warnings.skipped(tooLong, null);
      answerLost.accept("a line of the server process is " + tooLong);
    } else if (isBlank(line)) {
      warnings.skipped("blank", null);
    } else if (StrictJson.parse(line) instanceof ParsedJson.Malformed) {
      warnings.skipped("not JSON", line);
    } else {
      try {
        receiver.accept(mask.hide(line));
      } catch (RuntimeException e) {
        LOG.warn("[kora.isokron] a message of the server process could not be taken", e);
      }
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
