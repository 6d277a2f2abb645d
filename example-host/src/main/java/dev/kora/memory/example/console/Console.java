package dev.kora.memory.example.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * The story that the host tells while it works: headings, plain lines, steps. A step says what it
 * is about to do before it does it; on a terminal its line is kept alive with the seconds (and,
 * where it counts, how far it is), elsewhere the line is finished when the step is over.
 */
public final class Console {
  private static final long TICK_MILLIS = 200;

  private final PrintStream out;
  private final Ansi ansi;
  private int chapter;

  private Console(PrintStream out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** A console on this stream, with colour and progress only if it is a terminal. */
  public static Console on(PrintStream out) {
    return new Console(out, Ansi.AUTO);
  }

  /** A console that never uses colour or redraws a line, for tests and files. */
  public static Console plain(PrintStream out) {
    return new Console(out, Ansi.OFF);
  }

  /** Opens the next chapter of the story. */
  public void chapter(String title) {
    chapter++;
    out.println();
    out.println(ansi.string("@|bold " + chapter + ". " + escape(title) + "|@"));
  }

  /** Says one or more lines, indented. */
  public void say(String text) {
    text.lines().forEach(line -> out.println("   " + Printable.text(line)));
  }

  /** Shows a table, indented. */
  public void say(Table table) {
    table.lines().forEach(this::say);
  }

  /** Closes the story with a table at the left margin. */
  public void finish(Table table) {
    out.println();
    table.lines().forEach(out::println);
  }

  /** Does a piece of work that may take a while, telling how long it took. */
  public <T> T step(String what, Callable<T> work) throws Exception {
    return step(what, progress -> work.call());
  }

  /** Does a piece of work that can tell how far it is. */
  public <T> T step(String title, ProgressingWork<T> work) throws Exception {
    String what = Printable.text(title);
    long started = System.nanoTime();
    Progress progress = new Progress();
    out.print("   " + what + " … ");
    out.flush();
    Thread ticker = ansi.enabled() ? ticker(what, progress, started) : null;
    if (ticker != null) {
      ticker.start();
    }
    String end = "failed";
    try {
      T result = work.run(progress);
      end = ansi.string("@|green done|@");
      return result;
    } finally {
      stop(ticker);
      if (ticker != null) {
        out.print("\r\033[K   " + what + " … ");
      }
      out.println(end + " (" + seconds(System.nanoTime() - started) + ")");
    }
  }

  /** A number of nanoseconds as people read it: {@code 0.4 s}. */
  public static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  private Thread ticker(String what, Progress progress, long started) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  out.print("\r\033[K   " + what + " … " + progress.text());
                  out.print(seconds(System.nanoTime() - started));
                  out.flush();
                  TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "example-host-progress");
    thread.setDaemon(true);
    return thread;
  }

  private static void stop(@Nullable Thread ticker) throws InterruptedException {
    if (ticker != null) {
      ticker.interrupt();
      ticker.join();
    }
  }

  private static String escape(String text) {
    return Printable.text(text).replace("@|", "@ |").replace("|@", "| @");
  }
}
