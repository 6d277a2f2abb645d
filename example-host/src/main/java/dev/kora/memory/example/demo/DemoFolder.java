package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Printable;
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
      DemoFolder folder = new DemoFolder(Files.createTempDirectory("kora-demo-"), null, true);
      Runtime.getRuntime().addShutdownHook(new Thread(folder::removeQuietly, "kora-demo-cleanup"));
      return folder;
    }
    if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
      throw new DemoException("--data-dir " + dataDir + " is a file; give a folder");
    }
    Path folder = dataDir.toAbsolutePath().normalize();
    return new DemoFolder(folder.resolve("host"), folder.resolve("sea"), false);
  }

  /** The configuration in it holds credentials: it goes also when Ctrl-C ends the demonstration. */
  private void removeQuietly() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("cannot remove " + host + ": " + Printable.problem(e));
    }
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
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
