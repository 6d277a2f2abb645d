package dev.kora.memory.isokron.substrate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.kora.memory.isokron.config.SubstrateAddress;
import dev.kora.memory.isokron.json.OneLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Read transactions on IsoKron's Postgres. Opens connections only when they are needed, so that a
 * database that is away fails reads and not the opening of the provider. Safe for all threads.
 */
public final class Substrate implements AutoCloseable {
  private static final int CONNECTIONS = 6;
  private static final int CONNECT_SECONDS = 5;

  private final SubstrateAddress address;
  private final Duration timeout;
  private final HikariDataSource pool;
  private volatile @Nullable String lastFailure;

  /** Makes a pool of at most six connections; connects to nothing yet. */
  public Substrate(SubstrateAddress address, Duration timeout) {
    this(address, timeout, CONNECTIONS);
  }

  /** Makes a pool of at most so many connections; connects to nothing yet. */
  public Substrate(SubstrateAddress address, Duration timeout, int connections) {
    this.address = address;
    this.timeout = timeout;
    Properties defaults = new Properties();
    defaults.setProperty("ApplicationName", "isokron-memory");
    defaults.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    // Behind the statement's own limit: for a server that answers nothing any more.
    defaults.setProperty("socketTimeout", Long.toString(timeout.toSeconds() + CONNECT_SECONDS));
    defaults.setProperty("tcpKeepAlive", "true");
    // Or a function that somebody planted in another schema could be taken for Postgres' own.
    defaults.setProperty("currentSchema", "pg_catalog");
    HikariConfig config = new HikariConfig();
    config.setPoolName("isokron-substrate");
    config.setDataSource(new DriverDataSource(address, defaults));
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(Math.max(250, Math.min(5_000, timeout.toMillis())));
    config.setReadOnly(true);
    config.setAutoCommit(false);
    this.pool = new HikariDataSource(config);
  }

  /** What to do in a read transaction. */
  @FunctionalInterface
  public interface Read<T> {
    /** Reads; the workspace is set on the connection for this transaction only. */
    T on(Connection connection) throws SQLException;
  }

  /** Reads in a transaction whose current workspace is the given one. */
  public <T> T read(String workspace, Read<T> read) throws SubstrateException {
    // The pool rolls back what a connection has open when it is given back.
    try (Connection connection = pool.getConnection()) {
      begin(connection, workspace);
      T result = read.on(connection);
      lastFailure = null;
      return result;
    } catch (SQLException e) {
      // The pool only says that it waited; why, a wrong password for instance, is the cause.
      Throwable why = e.getCause() instanceof SQLException ? e.getCause() : e;
      String message =
          "cannot read the substrate at " + address.display() + ": " + OneLine.of(why.getMessage());
      boolean away = isTrouble(e);
      if (away) {
        lastFailure = message;
      }
      throw new SubstrateException(message, away, e);
    }
  }

  // No connection, a refused login, a server that goes, a timeout: not a mistake in one query.
  private static boolean isTrouble(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return e instanceof SQLTransientConnectionException
        || e instanceof SQLTimeoutException
        || state.startsWith("08")
        || state.startsWith("28")
        || state.startsWith("57");
  }

  // A plan for any values knows neither how many ids there are nor how rare a word is.
  private void begin(Connection connection, String workspace) throws SQLException {
    try (PreparedStatement settings =
        connection.prepareStatement(
            "SELECT set_config('app.current_workspace_id', ?, true),"
                + " set_config('statement_timeout', ?, true),"
                + " set_config('plan_cache_mode', 'force_custom_plan', true)")) {
      settings.setString(1, workspace);
      settings.setString(2, Long.toString(timeout.toMillis()));
      settings.execute();
    }
  }

  /** Why the substrate could not be reached, unless a later read worked. */
  public Optional<String> trouble() {
    return Optional.ofNullable(lastFailure);
  }

  /** Connections in use and idle, for tests and health. */
  int connections() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    return bean == null ? 0 : bean.getTotalConnections();
  }

  @Override
  public void close() {
    pool.close();
  }
}
