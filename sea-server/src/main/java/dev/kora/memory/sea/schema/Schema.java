package dev.kora.memory.sea.schema;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the database to this version's schema. Several servers may do so at once. */
public final class Schema {
  /** MD5 of all migrations' versions and Flyway's checksums of them, in order. */
  static final String WHOLE = "e78e5c297cc7cd7759fa21feabc5d8d4";

  static final String APPLIED =
      "SELECT md5(string_agg(version || ' ' || checksum, ',' ORDER BY installed_rank)) FROM"
          + " sea.schema_history WHERE success AND version IS NOT NULL";

  private Schema() {}

  /**
   * Applies what is missing. Where nothing is, Flyway is not asked: it takes half a second to say
   * so.
   *
   * @param connection the owner's
   * @throws SeaException if the database cannot be reached or has another schema
   * @throws SQLException if the connection fails
   */
  public static void ensure(Connection connection, Dsn admin) throws SQLException {
    if (!isLatest(connection)) {
      migrate(admin);
    }
  }

  /**
   * Has Flyway look at every migration and apply what is missing.
   *
   * @throws SeaException if the database cannot be reached or has another schema
   */
  public static void migrate(Dsn admin) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(Connections.forMigrations(admin))
          .locations("classpath:dev/kora/memory/sea/migration")
          .schemas("sea")
          .defaultSchema("sea")
          .createSchemas(true)
          .table("schema_history")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new SeaException("cannot bring the schema in " + admin + " up to date: " + why(e), e);
    }
  }

  /** Every migration that we know succeeded, as we know it, and no other. */
  private static boolean isLatest(Connection connection) throws SQLException {
    if (!exists(connection)) {
      return false;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(APPLIED)) {
      row.next();
      return WHOLE.equals(row.getString(1));
    }
  }

  /** Whether there is one; it may be older than this version's. */
  public static boolean exists(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT to_regclass('sea.service_token')")) {
      row.next();
      return row.getString(1) != null;
    }
  }

  /** What Postgres said, rather than that a script failed. */
  private static String why(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return String.valueOf(sql.getMessage()).lines().findFirst().orElse("");
      }
    }
    String message = String.valueOf(e.getMessage());
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
  }
}
