package dev.kora.memory.sea.cli;

import dev.kora.memory.sea.audit.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps one line alive on standard error while work goes on for over a second, if that is a
 * terminal: how far, how fast, how long still. Closing wipes it away.
 */
final class ProgressLine implements Progress, AutoCloseable {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final String WIPE = "\r\033[K";

  private final String verb;
  private final PrintStream out;
  private final BooleanSupplier terminal;
  private final LongSupplier clock;
  private String what = "";
  private long started;

  /** Rows that were done when the clock started: before them nobody was told. */
  private long before;

  private long drawAt;
  private boolean drawn;
  private boolean silent;

  ProgressLine(String verb, PrintStream out, BooleanSupplier terminal, LongSupplier clock) {
    this.verb = verb;
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.drawAt = clock.getAsLong() + QUIET_NANOS;
  }

  /** On standard error; never with {@code quiet}. */
  static ProgressLine of(String verb, boolean quiet) {
    return new ProgressLine(verb, System.err, () -> !quiet && isErrorTerminal(), System::nanoTime);
  }

  @Override
  public void at(String workspace, long rows, long all) {
    long now = clock.getAsLong();
    if (!workspace.equals(what)) {
      what = workspace;
      started = now;
      before = rows;
    }
    if (silent || rows == before || now - drawAt < 0) {
      return;
    }
    if (!drawn && !terminal.getAsBoolean()) {
      silent = true;
      return;
    }
    drawn = true;
    drawAt = now + TICK_NANOS;
    out.print(WIPE + "   " + verb + " " + Printable.text(workspace) + " … " + text(rows, all, now));
    out.flush();
  }

  private String text(long rows, long all, long now) {
    double perSecond = (rows - before) / Math.max(1e-9, (now - started) / 1e9);
    String speed = String.format(Locale.ROOT, "%.0f rows/s", perSecond);
    if (all < rows) {
      return rows + ", " + speed;
    }
    return String.format(
        Locale.ROOT, "%d of %d, %s, %.0f s left", rows, all, speed, (all - rows) / perSecond);
  }

  @Override
  public void close() {
    if (drawn) {
      out.print(WIPE);
      out.flush();
    }
  }

  /** Java tells only whether input and output are; {@code test} inherits our standard error. */
  private static boolean isErrorTerminal() {
    try {
      return new ProcessBuilder("test", "-t", "2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
