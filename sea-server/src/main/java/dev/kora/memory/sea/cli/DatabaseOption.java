package dev.kora.memory.sea.cli;

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
}
