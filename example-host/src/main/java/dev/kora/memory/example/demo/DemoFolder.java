package dev.kora.memory.example.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where the demonstration keeps its files.
 *
 * @param host the host's and the provider's files
 * @param sea Sea's data folder; null = a temporary one of Sea's own
 * @param temporary whether {@code host} is removed at the end
 */
record DemoFolder(Path host, @Nullable Path sea, boolean temporary) implements AutoCloseable {
  static DemoFolder open(@Nullable Path dataDir) throws IOException, DemoException {
    if (dataDir == null) {
      return new DemoFolder(Files.createTempDirectory("kora-demo-"), null, true);
    }
    if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
      throw new DemoException("--data-dir " + dataDir + " is a file; give a folder");
    }
    return new DemoFolder(dataDir.resolve("host"), dataDir.resolve("sea"), false);
  }

  @Override
  public void close() throws IOException {
    if (!temporary || !Files.exists(host)) {
      return;
    }
    Files.walkFileTree(
        host,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
