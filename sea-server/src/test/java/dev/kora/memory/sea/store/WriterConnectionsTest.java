package dev.kora.memory.sea.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariDataSource;
import dev.kora.memory.sea.ForeignPostgres;
import dev.kora.memory.sea.schema.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connections that serve requests. */
class WriterConnectionsTest {
  @ParameterizedTest
  @CsvSource({"off, on", "remote_apply, remote_apply"})
  void commitToDiskWhateverTheDatabaseWasTold(String told, String used) throws SQLException {
    Dsn owner = ForeignPostgres.shared().newDatabase();
    Schema.migrate(owner);
    ForeignPostgres.run(
        owner, "ALTER DATABASE \"" + owner.database() + "\" SET synchronous_commit = " + told);

    try (HikariDataSource writers = Connections.writers(owner);
        Connection connection = writers.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_setting('synchronous_commit'), current_user")) {
      row.next();
      assertEquals(used, row.getString(1));
      assertEquals("sea_writer", row.getString(2));
    }
  }
}
