package dev.kora.memory.sea.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.kora.memory.sea.SeaException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections to the database. No client's call waits for ever: the plugin gives a call up
 * after ten seconds by default, and a server that stops does so after fifteen.
 */
public final class Connections {
  /** Of its own accord Postgres ends a statement that waits for a lock, and rolls it back. */
  private static final String STATEMENT_TIMEOUT = "8s";

  /** Later, so that it only ends what Postgres does not answer at all: then the outcome is open. */
  private static final String WRITER_SILENCE_SECONDS = "12";

  /** An owner's statements may well take longer, but not for ever: a server's stop needs some. */
  private static final String OWNER_STATEMENT_TIMEOUT = "25s";

  private static final String OWNER_SILENCE_SECONDS = "30";

  /** Or a function that somebody planted in another schema could be taken for Postgres' own. */
  private static final String SEARCH_PATH = "pg_catalog";

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private Connections() {}

  /** One connection as the DSN's user, for the caller to close. */
  public static Connection open(Dsn dsn) {
    Properties properties = new Properties();
    properties.setProperty("socketTimeout", OWNER_SILENCE_SECONDS);
    properties.setProperty("options", "-c statement_timeout=" + OWNER_STATEMENT_TIMEOUT);
    return open(dsn, properties);
  }

  /** For Flyway, which opens connections of its own. */
  public static DataSource forMigrations(Dsn dsn) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(dsn.jdbcUrl());
    source.setUser(dsn.user());
    source.setPassword(dsn.password());
    source.setCurrentSchema(SEARCH_PATH);
    source.setConnectTimeout(10);
    source.setTcpKeepAlive(true);
    return source;
  }

  /**
   * The same for reading many rows: values come in binary from the first statement on, and the
   * first row may take any time.
   */
  public static Connection openForRows(Dsn dsn) {
    Properties properties = new Properties();
    properties.setProperty("prepareThreshold", "-1");
    return open(dsn, properties);
  }

  private static Connection open(Dsn dsn, Properties properties) {
    properties.setProperty("user", dsn.user());
    properties.setProperty("password", dsn.password());
    properties.setProperty("ApplicationName", "sea-server");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "20");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("currentSchema", SEARCH_PATH);
    try {
      return DriverManager.getConnection(dsn.jdbcUrl(), properties);
    } catch (SQLException e) {
      throw new SeaException("cannot connect to " + dsn + " (" + why(dsn, e) + ")", e);
    }
  }

  /** The pool that serves requests: every connection has given up the owner's rights. */
  static HikariDataSource writers(Dsn dsn) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("sea-writer");
    config.setJdbcUrl(dsn.jdbcUrl());
    config.setUsername(dsn.user());
    config.setPassword(dsn.password());
    config.setConnectionInitSql(
        "SET ROLE sea_writer; SET statement_timeout = '"
            + STATEMENT_TIMEOUT
            + "'; SELECT set_config('synchronous_commit', 'on', false)"
            // What is acknowledged is on disk, whatever the database's default; never less than it.
            + " WHERE current_setting('synchronous_commit') = 'off'");
    config.setMaximumPoolSize(10);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    config.addDataSourceProperty("ApplicationName", "sea-server");
    config.addDataSourceProperty("socketTimeout", WRITER_SILENCE_SECONDS);
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("currentSchema", SEARCH_PATH);
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      String why = e.getCause() instanceof SQLException cause ? firstLine(cause) : e.getMessage();
      throw new SeaException("cannot connect to " + dsn + " as sea_writer (" + why + ")", e);
    }
  }

  /** A driver's message for the user, without its continuation lines. */
  public static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    String line = message.lines().findFirst().orElse(message);
    return INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
        ? line + "; connect as the owner of Sea's schema"
        : line;
  }

  private static String why(Dsn dsn, SQLException e) {
    if (e.getCause() instanceof UnknownHostException) {
      return "there is no such host";
    }
    boolean refused = String.valueOf(e.getSQLState()).matches("28...|08004");
    return refused && dsn.password().isEmpty()
        ? "it wants a password: name it in the DSN, or in the environment variable PGPASSWORD"
        : firstLine(e);
  }
}
