package dev.kora.memory.sea.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the chains are: in a database or in an exported file. */
final class ChainLocation {
  @ArgGroup @Nullable DatabaseOption database;

  @Option(
      names = "--file",
      paramLabel = "EXPORT",
      description = "A file that \"export\" wrote; no database is needed.")
  @Nullable Path file;
}
