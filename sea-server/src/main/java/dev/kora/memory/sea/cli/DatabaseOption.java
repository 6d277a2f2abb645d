package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import dev.kora.memory.sea.SeaDatabase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database: one of the two, or none. */
final class DatabaseOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder of the embedded Postgres; made if missing.")
  @Nullable Path dataDir;

  @Option(
      names = "--dsn",
      paramLabel = "URI",
      description = "Another Postgres: postgres://user:password@host:port/database")
  @Nullable String dsn;

  /** Opens it, for the caller to close; one of the two options must be given. */
  SeaDatabase open() {
    return dataDir != null
        ? SeaDatabase.open(dataDir)
        : SeaDatabase.open(requireNonNull(dsn, "picocli demands one of the two"));
  }
}
