package dev.kora.memory.sea.schema;

import static dev.kora.memory.sea.schema.Schema.APPLIED;
import static dev.kora.memory.sea.schema.Schema.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kora.memory.sea.ForeignPostgres;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private final Dsn owner = ForeignPostgres.shared().newDatabase();

  SchemaTest() throws SQLException {}

  @Test
  void theMigrationsAreTheOnesThatAreKnown() throws SQLException {
    Schema.migrate(owner);

    assertEquals(WHOLE, value(APPLIED));
  }

  @Test
  void whatIsMissingIsAppliedAndWhatIsThereIsLeft() throws SQLException {
    ensure();
    String applied = value("SELECT max(installed_on) FROM sea.schema_history");
    ensure();
    assertEquals(applied, value("SELECT max(installed_on) FROM sea.schema_history"));

    ForeignPostgres.run(owner, "DELETE FROM sea.schema_history WHERE version = '13'");
    ensure();
    assertEquals(WHOLE, value(APPLIED));
  }

  @Test
  void aDatabaseThatAnotherTextOfAMigrationMadeIsRefused() throws SQLException {
    ensure();
    ForeignPostgres.run(owner, "UPDATE sea.schema_history SET checksum = 1 WHERE version = '5'");

    assertThrows(SeaException.class, this::ensure);
  }

  @Test
  void aMigrationThatFailedIsNotTakenForApplied() throws SQLException {
    ensure();
    ForeignPostgres.run(
        owner, "UPDATE sea.schema_history SET success = version IS DISTINCT FROM '4'");

    assertThrows(SeaException.class, this::ensure);
  }

  private void ensure() throws SQLException {
    try (Connection connection = Connections.open(owner)) {
      Schema.ensure(connection, owner);
    }
  }

  private String value(String sql) throws SQLException {
    try (Connection connection = Connections.open(owner);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
