package dev.kora.memory.host;

import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Memory on two files; all sessions see the same ones. */
final class FlatFileProvider implements MemoryProvider {
  private final Path folder;
  private final MemoryFile notes;
  private final MemoryFile user;
  private volatile boolean closed;

  FlatFileProvider(Path folder) {
    this.folder = folder;
    this.notes = new MemoryFile(folder.resolve("MEMORY.md"));
    this.user = new MemoryFile(folder.resolve("USER.md"));
  }

  @Override
  public MemorySession openSession(SessionContext session) {
    if (closed) {
      throw new IllegalStateException("the built-in memory is closed");
    }
    return new FlatFileSession(this);
  }

  boolean isClosed() {
    return closed;
  }

  MemoryFile notes() {
    return notes;
  }

  MemoryFile target(MemoryWrite write) {
    return write.target().equals(MemoryWrite.USER) ? user : notes;
  }

  MemoryFile user() {
    return user;
  }

  @Override
  public ProviderHealth health() {
    if (closed) {
      return new ProviderHealth.Down("closed");
    }
    return Files.exists(folder) && !(Files.isDirectory(folder) && Files.isWritable(folder))
        ? new ProviderHealth.Degraded(folder + " is not a folder that can be written to")
        : new ProviderHealth.Up();
  }

  /** Every write is on disk when it returns. */
  @Override
  public FlushResult flush(Duration atMost) {
    return FlushResult.nothingLeft();
  }

  @Override
  public void close() {
    closed = true;
  }
}
