package dev.kora.memory.isokron.substrate;

import dev.kora.memory.isokron.config.SubstrateAddress;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.logging.log4j.LogManager;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Connections straight from this plugin's own driver. The driver's data source asks {@code
 * DriverManager}, which may answer with another copy of the driver that the host has.
 */
final class DriverDataSource implements DataSource {
  private static final org.apache.logging.log4j.Logger LOG =
      LogManager.getLogger(DriverDataSource.class);
  private static final Driver DRIVER = driver();

  private final String url;
  private final Properties properties;

  // For the pool, which waits so long for a login when it closes; what bounds the login itself is
  // connectTimeout, among the properties.
  private volatile int loginTimeout = 5;

  DriverDataSource(SubstrateAddress address, Properties defaults) {
    String hosts =
        String.join(
            ",", address.hosts().stream().map(SubstrateAddress.HostPort::toString).toList());
    this.url = "jdbc:postgresql://" + hosts + "/";
    this.properties = new Properties();
    properties.putAll(defaults);
    properties.putAll(address.options());
    properties.setProperty("PGDBNAME", address.database());
    if (address.user() != null) {
      properties.setProperty("user", address.user());
    }
    if (address.password() != null) {
      properties.setProperty("password", address.password().reveal());
    }
  }

  /**
   * The driver's class registers itself with the whole JVM's {@code DriverManager}. For the thin
   * jar that is the host's own driver and stays as it is. A copy under this plugin's name would
   * answer the host's calls for {@code jdbc:postgresql:}, and hold its class loader for ever.
   */
  private static Driver driver() {
    Driver driver = new Driver();
    try {
      // Without a look at DriverManager.drivers(): the first one makes it search for all drivers,
      // by a context class loader that here may be the plugin's, and never again.
      if (Driver.class.getName().startsWith("dev.kora.memory.isokron.") && Driver.isRegistered()) {
        Driver.deregister();
      }
    } catch (SQLException e) {
      LOG.debug("[kora.isokron] the driver stays registered", e);
    }
    return driver;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = DRIVER.connect(url, properties);
    if (connection == null) {
      throw new SQLException("the driver does not know this address");
    }
    return connection;
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("one role only");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("the driver logs by itself");
  }

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("no java.util.logging here");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
