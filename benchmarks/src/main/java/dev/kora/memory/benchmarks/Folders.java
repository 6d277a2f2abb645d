package dev.kora.memory.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders for a measurement, under the working directory: where the temporary ones are may be
 * memory.
 */
final class Folders {
  private Folders() {}

  static Path make() throws IOException {
    return Files.createTempDirectory(Path.of("").toAbsolutePath(), "benchmark-");
  }

  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
