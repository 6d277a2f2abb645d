package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kora.memory.sea.postgres.DataFolder;
import dev.kora.memory.sea.postgres.EmbeddedPostgres;
import dev.kora.memory.sea.schema.Schema;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's Postgres, where Sea's owner is no superuser: one for the JVM's tests. It is the one of
 * {@code SEA_TEST_DSN}, a superuser's, where that is set.
 */
public final class ForeignPostgres {
  private static final ForeignPostgres SHARED = start();

  private final Dsn superuser;
  private final @Nullable Path log;

  private ForeignPostgres(Dsn superuser, @Nullable Path log) {
    this.superuser = superuser;
    this.log = log;
  }

  public static ForeignPostgres shared() {
    return SHARED;
  }

  public Dsn superuser() {
    return superuser;
  }

  /** Every statement with its parameters; no test where it cannot be read. */
  public String log() throws IOException {
    assumeTrue(log != null, "the log of SEA_TEST_DSN is out of reach");
    return Files.readString(log);
  }

  /** An empty database that a role of its own owns, which may make roles and nothing more. */
  public Dsn newDatabase() throws SQLException {
    String name = Readers.newName().replace("reader", "test owner");
    String password = Secrets.random();
    run(
        superuser,
        "CREATE ROLE \"" + name + "\" LOGIN CREATEROLE PASSWORD '" + password + "'",
        "CREATE DATABASE \"" + name + "\" OWNER \"" + name + "\"",
        // Made by another owner in this cluster.
        "DO $$ DECLARE g name; BEGIN FOR g IN SELECT rolname FROM pg_roles"
            + " WHERE rolname IN ('sea_writer', 'sea_reader', 'sea_search') LOOP"
            + " EXECUTE format('GRANT %I TO %I WITH ADMIN OPTION', g, '"
            + name
            + "'); END LOOP; END $$");
    return new Dsn(superuser.hostAndPort(), name, "", name, password);
  }

  public static void run(Dsn dsn, String... statements) throws SQLException {
    try (Connection connection = Connections.open(dsn);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static ForeignPostgres start() {
    try {
      String given = System.getenv("SEA_TEST_DSN");
      ForeignPostgres foreign =
          given == null ? embedded() : new ForeignPostgres(Dsn.parse(given), null);
      // The first owner makes the group roles, which belong to the whole cluster.
      Schema.migrate(foreign.newDatabase());
      return foreign;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its watchdog ends it, and removes its folder, after the JVM: that may take a while. */
  private static ForeignPostgres embedded() throws SQLException {
    DataFolder folder = DataFolder.open(null);
    String password = Secrets.random();
    EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, password);
    Dsn superuser =
        new Dsn(
            "127.0.0.1:" + postgres.port(), "postgres", "", EmbeddedPostgres.SUPERUSER, password);
    run(superuser, "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()");
    return new ForeignPostgres(superuser, folder.path().resolve("postgres.log"));
  }
}
