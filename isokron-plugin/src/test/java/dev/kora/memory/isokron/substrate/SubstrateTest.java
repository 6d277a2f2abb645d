package dev.kora.memory.isokron.substrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads on a real Postgres. */
class SubstrateTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static SeaServer sea;

  @BeforeAll
  static void start() throws Exception {
    sea = SeaServer.start(SeaOptions.builder().build());
  }

  @AfterAll
  static void stop() {
    sea.close();
  }

  private static Substrate open(Duration timeout) {
    return Substrates.open(sea.credentials().readerDsn(), timeout);
  }

  private static Substrate.Read<String> query(String sql) {
    return connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getString(1);
      }
    };
  }

  private static SubstrateException failure(Substrate substrate, String sql) {
    return assertThrows(SubstrateException.class, () -> substrate.read("w", query(sql)));
  }

  @Test
  void aLostConnectionIsReportedAsWhatItWasAndTheNextReadMendsIt() throws Exception {
    try (Substrate substrate = open(LONG)) {
      SubstrateException e = failure(substrate, "SELECT pg_terminate_backend(pg_backend_pid())");
      assertEquals("57P01", assertInstanceOf(SQLException.class, e.getCause()).getSQLState());
      assertTrue(substrate.trouble().isPresent());
      assertEquals("1", substrate.read("w", query("SELECT 1")));
      assertEquals(Optional.empty(), substrate.trouble());
    }
  }

  @Test
  void aReadThatThrowsKeepsItsOwnException() {
    try (Substrate substrate = open(LONG)) {
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  substrate.read(
                      "w",
                      connection -> {
                        connection.unwrap(org.postgresql.PGConnection.class).cancelQuery();
                        connection.unwrap(java.sql.Connection.class).close();
                        throw new IllegalStateException("mine");
                      }));
      assertEquals("mine", thrown.getMessage());
    }
  }

  @Test
  void aQueryThatIsWrongIsNoTroubleOfTheSubstrate() {
    try (Substrate substrate = open(LONG)) {
      failure(substrate, "SELECT 1/0");
      failure(substrate, "SELECT no_such_column");
      assertEquals(Optional.empty(), substrate.trouble());
    }
  }

  @Test
  void aReadThatTakesTooLongIsTrouble() {
    try (Substrate substrate = open(Duration.ofMillis(500))) {
      failure(substrate, "SELECT pg_sleep(3600)");
      assertTrue(substrate.trouble().isPresent());
    }
  }

  @Test
  void aDatabaseThatIsAwayOrRefusesTheLoginIsTrouble() {
    String dsn = sea.credentials().readerDsn();
    for (String bad :
        new String[] {"postgres://u:p@127.0.0.1:1/d", dsn.replaceFirst(":[^:@/]+@", ":wrong@")}) {
      try (Substrate substrate = Substrates.open(bad, Duration.ofMillis(500))) {
        failure(substrate, "SELECT 1");
        assertTrue(substrate.trouble().isPresent(), bad);
      }
    }
  }

  @Test
  void oneReadLeavesNothingOfItsTransactionToTheNext() throws Exception {
    try (Substrate substrate = open(LONG)) {
      String id = "SELECT pg_backend_pid() || current_setting('app.current_workspace_id')";
      String first = substrate.read("one", query(id));
      String second = substrate.read("two", query(id));
      assertEquals(first.replace("one", "two"), second);
      assertEquals(1, substrate.connections());
    }
  }

  @Test
  void theHostsOwnDriverStaysRegistered() throws Exception {
    // This test's class path is that of a host with the thin jar: there is one driver for both.
    Substrates.open("postgres://127.0.0.1:1/d", LONG).close();
    assertEquals(
        org.postgresql.Driver.class, DriverManager.getDriver("jdbc:postgresql://h/d").getClass());
  }

  @Test
  void theLoginTimeoutIsTheOneThatThePoolSet() {
    DriverDataSource source =
        new DriverDataSource(Substrates.address("postgres://h/d"), new Properties());
    assertEquals(5, source.getLoginTimeout());
    source.setLoginTimeout(3);
    assertEquals(3, source.getLoginTimeout());
  }
}
