package dev.kora.memory.isokron.substrate;

import dev.kora.memory.isokron.config.SubstrateAddress;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Connections straight from this plugin's own driver. The driver's data source asks {@code
 * DriverManager}, which may answer with another copy of the driver that the host has.
 */
final class DriverDataSource implements DataSource {
  private final Driver driver = new Driver();
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

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = driver.connect(url, properties);
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
