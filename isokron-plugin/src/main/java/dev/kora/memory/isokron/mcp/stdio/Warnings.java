package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says which lines are skipped (rule 22), a few a minute at most: a child that chats on its stdout
 * must not fill the log. Used by the reading thread only.
 */
final class Warnings {
  static final int MOST = 5;
  static final Duration PER = Duration.ofMinutes(1);

  private static final Logger LOG = LogManager.getLogger(Warnings.class);
  private static final int MAX_SHOWN = 120;
  private static final int MAX_LOOKED_AT = 8 * 1024;

  private final SecretMask mask;
  private final LongSupplier clock;
  private long since;
  private int said;
  private long unsaid;

  /** Makes one; the clock is as {@link System#nanoTime}. */
  Warnings(SecretMask mask, LongSupplier clock) {
    this.mask = mask;
    this.clock = clock;
    this.since = clock.getAsLong();
  }

  /**
   * Warns of a line that is skipped; {@code why} as in "is …", {@code line} null to not show it.
   */
  void skipped(String why, byte @Nullable [] line) {
    if (clock.getAsLong() - since >= PER.toNanos()) {
      tellUnsaid();
      since = clock.getAsLong();
      said = 0;
    }
    if (said >= MOST) {
      unsaid++;
      return;
    }
    said++;
    LOG.warn(
        "[kora.isokron] a line of the server process is {}: skipped{}",
        why,
        line == null ? "" : ": " + shown(line));
  }

  /** Says how many lines went without a warning. */
  void tellUnsaid() {
    if (unsaid > 0) {
      LOG.warn("[kora.isokron] {} more lines of the server process were skipped", unsaid);
      unsaid = 0;
    }
  }

  private String shown(byte[] line) {
    byte[] start = Arrays.copyOf(line, Math.min(line.length, MAX_LOOKED_AT));
    return OneLine.of(new String(mask.hide(start), StandardCharsets.UTF_8).strip(), MAX_SHOWN);
  }
}
