package dev.kora.memory.example.memory;

import dev.kora.memory.example.console.Printable;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderListener;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows a provider's warnings and errors to the person at the terminal; after one, also how it went
 * on, such as that the provider has recovered.
 */
public class NoticePrinter implements ProviderListener {
  private final PrintStream err;
  private volatile boolean worried;

  /** Prints to this stream, usually standard error. */
  public NoticePrinter(PrintStream err) {
    this.err = err;
  }

  @Override
  public void onNotice(Notice notice) {
    if (notice.level() != Notice.Level.INFO) {
      worried = true;
    }
    if (worried) {
      err.println(
          notice.level().name().toLowerCase(Locale.ROOT) + ": " + Printable.text(notice.text()));
    }
  }
}
