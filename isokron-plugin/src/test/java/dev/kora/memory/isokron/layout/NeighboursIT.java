package dev.kora.memory.isokron.layout;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.spi.MemoryProviderPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The drop-in jar beside a host's own Jackson, Log4j, SLF4J, HikariCP and PostgreSQL driver, in
 * other versions than those in it: neither side gets anything of the other's, though the host's
 * system properties name classes and files of the host's. The versions are those of the pom.
 */
@ExtendWith(SharedSea.class)
@Timeout(240)
class NeighboursIT {
  private static final Path NEIGHBOURS = Path.of(System.getProperty("isokron.neighbours", ""));
  private static final Path SPI = HostJars.homeOf(MemoryProviderPlugin.class);
  private static final Class<?> MAIN = NeighbourHost.class;

  @TempDir Path folder;

  /** What the host brings. */
  enum Libraries {
    OLD("2.9.10", "42.2.29", "org.slf4j.impl.SimpleLoggerFactory"),
    RECENT("2.21.0", "42.7.13", "org.slf4j.simple.SimpleLoggerFactory");

    private final String jackson;
    private final String driver;
    private final String slf4j;

    Libraries(String jackson, String driver, String slf4j) {
      this.jackson = jackson;
      this.driver = driver;
      this.slf4j = slf4j;
    }

    List<Path> jars() throws IOException {
      return HostJars.jarsOf(NEIGHBOURS.resolve(this == OLD ? "old" : "recent"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onAClassPathBehindTheHostsLibraries(Libraries libraries) throws Exception {
    List<Path> jars = new ArrayList<>(libraries.jars());
    jars.add(SPI);
    jars.add(Told.DROP_IN);
    onAClassPath(libraries, jars);
  }

  @ParameterizedTest
  @EnumSource
  void onAClassPathBeforeTheHostsLibraries(Libraries libraries) throws Exception {
    List<Path> jars = new ArrayList<>(List.of(Told.DROP_IN, SPI));
    jars.addAll(libraries.jars());
    onAClassPath(libraries, jars);
  }

  @Test
  void inAFatJarAsTheShadePluginMakesIt() throws Exception {
    List<Path> parts = new ArrayList<>(List.of(SPI, Told.DROP_IN));
    parts.addAll(Libraries.RECENT.jars());
    Path fat = HostJars.fat(folder.resolve("fat.jar"), MAIN, parts);
    runs(Libraries.RECENT, "-jar", fat.toString());
  }

  @Test
  void inAnExecutableJarOfSpringBoots() throws Exception {
    List<Path> parts = new ArrayList<>(List.of(SPI, Told.DROP_IN));
    parts.addAll(Libraries.RECENT.jars());
    Path loader = HostJars.jarsOf(NEIGHBOURS.resolve("boot")).get(0);
    Path boot = HostJars.boot(folder.resolve("boot.jar"), MAIN, loader, parts);
    Told told = runs(Libraries.RECENT, "-jar", boot.toString());
    assertTrue(told.one("candidate").contains("isokron-memory-plugin-dropin.jar"));
  }

  private void onAClassPath(Libraries libraries, List<Path> jars) throws Exception {
    jars.add(HostJars.host(folder.resolve("host.jar")));
    runs(libraries, "-cp", HostJars.path(jars), MAIN.getName());
  }

  private Told runs(Libraries libraries, String... launch) throws Exception {
    Dsn database = Dsn.parse(SharedSea.server().credentials().adminDsn());
    Path log = folder.resolve("host.log");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Dhost.jdbc=" + database.jdbcUrl(),
                "-Dhost.user=" + database.user(),
                "-Dhost.password=" + database.password(),
                "-Dhikaricp.configurationFile=" + poolSettings(database),
                "-Dlog4j.configurationFile=" + logSettings(log),
                "-Dlog4j2.loggerContextFactory="
                    + "org.apache.logging.log4j.core.impl.Log4jContextFactory",
                "-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider",
                // Or the host's own SLF4J says that it has read the line before, and which pool
                // opens.
                "-Dslf4j.internal.verbosity=WARN",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    arguments.addAll(Arrays.asList(launch));
    Told told = Told.by(folder, Map.of(), arguments);
    String connection = "org.postgresql.jdbc " + libraries.driver;
    assertAll(
        told::assertSound,
        () -> assertEquals(connection, told.one("connection")),
        () -> assertEquals(connection, told.one("pooled")),
        () -> assertEquals("com.zaxxer.hikari", told.one("pool")),
        () -> assertEquals("[Pool (host-pool)]", told.one("pools")),
        () -> assertEquals("[org.postgresql.Driver]", told.one("drivers")),
        () -> assertEquals(libraries.jackson, told.one("jackson")),
        () -> assertEquals("{\"a\":1}", told.one("json")),
        () ->
            assertEquals(
                "org.apache.logging.log4j.core.impl.Log4jContextFactory", told.one("log4j")),
        () -> assertEquals("host ERROR the host speaks\n", Files.readString(log)),
        () -> assertEquals(libraries.slf4j, told.one("slf4j")));
    return told;
  }

  /** A pool that shows itself to JMX, which the plugin's does not unless it reads this, too. */
  private Path poolSettings(Dsn database) throws IOException {
    return Files.writeString(
        folder.resolve("pool.properties"),
        """
        poolName=host-pool
        registerMbeans=true
        jdbcUrl=%s
        username=%s
        password=%s
        """
            .formatted(database.jdbcUrl(), database.user(), database.password()));
  }

  private Path logSettings(Path log) throws IOException {
    return Files.writeString(
        folder.resolve("host-log.xml"),
        """
        <Configuration status="WARN">
          <Appenders>
            <File name="file" fileName="%s">
              <PatternLayout pattern="%%c %%p %%m%%n"/>
            </File>
          </Appenders>
          <Loggers>
            <Root level="ALL">
              <AppenderRef ref="file"/>
            </Root>
          </Loggers>
        </Configuration>
        """
            .formatted(log));
  }
}
