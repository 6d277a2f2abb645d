package dev.kora.memory.isokron.layout;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.TreeSet;
import javax.management.ObjectName;
import javax.sql.DataSource;

/**
 * The same host with libraries of its own, of whichever versions its class path has: it uses them
 * while the plugin is open, and says which ones it got. Started with {@code host.jdbc}, {@code
 * host.user} and {@code host.password} as system properties.
 */
public final class NeighbourHost {
  private static final String CONNECTION = "org.postgresql.PGConnection";

  private NeighbourHost() {}

  /** Starts it. */
  public static void main(String... arguments) throws Exception {
    LayoutHost.run(Path.of(arguments[0]), NeighbourHost::look);
  }

  private static void look() throws Exception {
    try (Connection connection =
        DriverManager.getConnection(
            System.getProperty("host.jdbc"),
            System.getProperty("host.user"),
            System.getProperty("host.password"))) {
      LayoutHost.say("connection", driver(connection));
    }
    // A pool of the settings that the system property hikaricp.configurationFile names.
    Class<?> config = Class.forName("com.zaxxer.hikari.HikariConfig");
    Class<?> pool = Class.forName("com.zaxxer.hikari.HikariDataSource");
    DataSource pooled =
        (DataSource) pool.getConstructor(config).newInstance(config.getConstructor().newInstance());
    try (Closeable closing = (Closeable) pooled;
        Connection connection = pooled.getConnection()) {
      LayoutHost.say("pooled", driver(connection));
      LayoutHost.say("pool", closing.getClass().getPackageName());
      TreeSet<String> pools = new TreeSet<>();
      for (ObjectName bean :
          ManagementFactory.getPlatformMBeanServer()
              .queryNames(new ObjectName("*:type=Pool (*"), null)) {
        pools.add(bean.getKeyProperty("type"));
      }
      LayoutHost.say("pools", pools);
    }
    Class<?> mapper = Class.forName("com.fasterxml.jackson.databind.ObjectMapper");
    Object json = mapper.getConstructor().newInstance();
    LayoutHost.say("jackson", mapper.getMethod("version").invoke(json));
    LayoutHost.say("json", mapper.getMethod("readTree", String.class).invoke(json, "{\"a\": 1}"));
    Class<?> log4j = Class.forName("org.apache.logging.log4j.LogManager");
    LayoutHost.say("log4j", log4j.getMethod("getFactory").invoke(null).getClass().getName());
    Object logger = log4j.getMethod("getLogger", String.class).invoke(null, "host");
    Class.forName("org.apache.logging.log4j.Logger")
        .getMethod("error", String.class)
        .invoke(logger, "the host speaks");
    Object slf4j =
        Class.forName("org.slf4j.LoggerFactory").getMethod("getILoggerFactory").invoke(null);
    LayoutHost.say("slf4j", slf4j.getClass().getName());
  }

  /** The version of the host's own driver, by a type that only its connections have. */
  private static String driver(Connection connection) throws Exception {
    Class<?> own = connection.unwrap(Class.forName(CONNECTION)).getClass();
    return own.getPackageName() + " " + connection.getMetaData().getDriverVersion();
  }
}
