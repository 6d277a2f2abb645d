package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import dev.kora.memory.sea.SeaDatabase;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.schema.Schema;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database: one of the two, or none. */
final class DatabaseOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder of the embedded Postgres; \"serve\" makes it if missing.")
  @Nullable Path dataDir;

  @Option(
      names = "--dsn",
      paramLabel = "URI",
      description =
          "Another Postgres: postgres://user:password@host:port/database. A password that it"
              + " does not name is taken from the environment variable PGPASSWORD.")
  @Nullable String dsn;

  /** What to do with the database. */
  @FunctionalInterface
  interface Work<T> {
    T run(SeaDatabase database, Connection owner) throws SQLException;
  }

  /** The DSN with its password, so that the process list need not show it. */
  @Nullable String dsn() {
    return dsn == null ? null : withPassword(dsn, System.getenv("PGPASSWORD"));
  }

  static String withPassword(String dsn, @Nullable String password) {
    if (password == null) {
      return dsn;
    }
    Dsn parsed = Dsn.parse(dsn);
    return parsed.password().isEmpty() ? parsed.withUser(parsed.user(), password).uri() : dsn;
  }

  /** Opens it, for the caller to close; one of the two options must be given. */
  SeaDatabase open() {
    return dataDir != null
        ? SeaDatabase.open(dataDir)
        : SeaDatabase.open(requireNonNull(dsn(), "picocli demands one of the two"));
  }

  /** Does something with the owner's rights in a database that has Sea's schema. */
  <T> T withSchema(Work<T> work) {
    return withOwner(
        (database, owner) -> {
          mustHaveSchema(owner);
          return work.run(database, owner);
        });
  }

  static void mustHaveSchema(Connection owner) throws SQLException {
    if (!Schema.exists(owner)) {
      throw new SeaException(
          "the database has no workspaces yet: run \"workspace create W\" on it first");
    }
  }

  /** Does something with the owner's rights, whatever the database holds. */
  <T> T withOwner(Work<T> work) {
    try (SeaDatabase database = open();
        Connection owner = database.connect()) {
      return work.run(database, owner);
    } catch (SQLException e) {
      boolean lost = String.valueOf(e.getSQLState()).startsWith("08");
      throw new SeaException(
          (lost
                  ? "the connection was lost; look whether it was done before you try again ("
                  : "the database refused (")
              + Connections.firstLine(e)
              + ")",
          e);
    }
  }
}
