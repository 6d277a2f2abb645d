package dev.kora.memory.host;

import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Shows the files in the prompt and keeps them. A file that fails is the manager's to report. */
final class FlatFileSession implements MemorySession {
  private final FlatFileProvider provider;
  private final MemoryFile notes;
  private final MemoryFile user;
  private final boolean writable;
  private volatile boolean closed;

  FlatFileSession(FlatFileProvider provider, MemoryFile notes, MemoryFile user, boolean writable) {
    this.provider = provider;
    this.notes = notes;
    this.user = user;
    this.writable = writable;
  }

  /** Whether a write is kept; others are ignored. */
  boolean isWritable() {
    return writable;
  }

  @Override
  public String systemPromptBlock() {
    if (isClosed()) {
      return "";
    }
    try {
      String agents = section("Your notes (MEMORY.md)", notes.read());
      String users = section("What you know of the user (USER.md)", user.read());
      return agents.isEmpty() || users.isEmpty() ? agents + users : agents + "\n\n" + users;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String section(String title, String text) {
    return text.isBlank() ? "" : "## " + title + "\n\n" + text.strip();
  }

  @Override
  public void onMemoryWrite(MemoryWrite write) {
    if (isClosed() || !writable) {
      return;
    }
    MemoryFile target = write.target().equals(MemoryWrite.USER) ? user : notes;
    try {
      target.apply(write.action(), write.text());
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
