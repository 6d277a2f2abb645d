package dev.kora.memory.host;

import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Memory on two files for each workspace and user; sessions of the same see the same ones. */
final class FlatFileProvider implements MemoryProvider {
  private static final int LOCKS = 64;

  private final Path folder;
  // A fixed number of locks, so that nothing grows with the number of users.
  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();
  private volatile boolean closed;

  FlatFileProvider(Path folder) {
    this.folder = folder;
  }

  @Override
  public MemorySession openSession(SessionContext session) {
    if (closed) {
      throw new IllegalStateException("the built-in memory is closed");
    }
    Path home = BuiltInMemory.home(folder, session);
    return new FlatFileSession(
        this,
        file(home.resolve("MEMORY.md")),
        file(home.resolve("USER.md")),
        session.agentContext() == SessionContext.AgentContext.PRIMARY);
  }

  private MemoryFile file(Path file) {
    return new MemoryFile(file, locks.get(Math.floorMod(file.hashCode(), LOCKS)));
  }

  boolean isClosed() {
    return closed;
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
