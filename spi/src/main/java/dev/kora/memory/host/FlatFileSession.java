package dev.kora.memory.host;

import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Shows the files in the prompt and keeps them. A file that fails is the manager's to report. */
final class FlatFileSession implements MemorySession {
  private final FlatFileProvider provider;
  private volatile boolean closed;

  FlatFileSession(FlatFileProvider provider) {
    this.provider = provider;
  }

  @Override
  public String systemPromptBlock() {
    if (isClosed()) {
      return "";
    }
    try {
      String notes = section("Your notes (MEMORY.md)", provider.notes().read());
      String user = section("What you know of the user (USER.md)", provider.user().read());
      return notes.isEmpty() || user.isEmpty() ? notes + user : notes + "\n\n" + user;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String section(String title, String text) {
    return text.isBlank() ? "" : "## " + title + "\n\n" + text.strip();
  }

  @Override
  public void onMemoryWrite(MemoryWrite write) {
    if (isClosed()) {
      return;
    }
    try {
      provider.target(write).apply(write.action(), write.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isClosed() {
    return closed || provider.isClosed();
  }

  @Override
  public void close() {
    closed = true;
  }
}
