package dev.kora.memory.sea.schema;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.store.Dsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the database to this version's schema. Several servers may do so at once. */
public final class Schema {
  private Schema() {}

  /**
   * Applies what is missing.
   *
   * @throws SeaException if the database cannot be reached or has another schema
   */
  public static void migrate(Dsn admin) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(admin.jdbcUrl(), admin.user(), admin.password())
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
