package dev.kora.memory.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the author gives, and the rules of the plugin itself: M1 to M6, and M16. */
abstract class PluginRules {
  private static final String CANARY = "canary-secret-4711";

  @TempDir Path temp;

  /**
   * The plugin under test.
   *
   * @return a new one at each call, made with its public constructor
   */
  protected abstract MemoryProviderPlugin plugin();

  /**
   * A configuration with which the plugin opens and works.
   *
   * @return at each call one that does not share a store with the others, if the plugin has one
   */
  protected abstract ProviderConfig validConfig();

  /**
   * The context in which the kit opens a session of one workspace, whichever.
   *
   * @param sessionId the id to use
   * @return by default, {@link #sessionContext(String, String)} with the workspace {@code tck}
   */
  protected SessionContext sessionContext(String sessionId) {
    return sessionContext(sessionId, "tck");
  }

  /**
   * The context in which the kit opens a session of a certain workspace; override it if the plugin
   * needs more, or works only with workspaces that its store knows.
   *
   * @param sessionId the id to use
   * @param workspace one of {@code tck}, {@code tck-a} and {@code tck-b}; each has to stand for a
   *     workspace of its own
   * @return by default, a person's conversation in the workspace of that id
   */
  protected SessionContext sessionContext(String sessionId, String workspace) {
    return SessionContext.primary(sessionId, "tck", workspace);
  }

  /**
   * How long a call may take that has to return at once; generous, so that a slow machine is no
   * failure.
   *
   * @return 10 seconds
   */
  protected Duration atOnce() {
    return Duration.ofSeconds(10);
  }

  final HostContext host() {
    return new KitHost(temp.toAbsolutePath(), ProviderListener.NONE);
  }

  final MemoryProvider open() {
    return open(ProviderListener.NONE);
  }

  final MemoryProvider open(ProviderListener listener) {
    HostContext host = new KitHost(temp.toAbsolutePath(), listener);
    return present(plugin().open(validConfig(), host), "open() returned null");
  }

  static <T> T present(T value, String message) {
    assertNotNull(value, message);
    return value;
  }

  @Test
  @DisplayName("M1: the name matches [a-z][a-z0-9-]{0,31}, is not \"builtin\" and stays the same")
  protected final void m1() {
    String name = plugin().name();
    assertNotNull(name, "name() returned null");
    assertTrue(name.matches("[a-z][a-z0-9-]{0,31}"), () -> "bad name: \"" + name + "\"");
    assertFalse(name.equals("builtin"), "\"builtin\" belongs to the host");
    assertEquals(name, plugin().name(), "another instance has another name");
  }

  @Test
  @DisplayName("M2: the SPI version is one that this SPI supports")
  protected final void m2() {
    int version = plugin().spiVersion();
    assertTrue(
        version >= 1 && version <= MemorySpi.VERSION,
        () -> "spiVersion() is " + version + ", supported are 1 to " + MemorySpi.VERSION);
  }

  @Test
  @DisplayName("M3: a public class with a public no-arg constructor that ServiceLoader finds")
  protected final void m3() {
    Class<?> type = plugin().getClass();
    assertTrue(Modifier.isPublic(type.getModifiers()), () -> type + " is not public");
    try {
      assertNotNull(type.getConstructor());
    } catch (NoSuchMethodException e) {
      throw new AssertionError(type + " has no public constructor without arguments", e);
    }
    assertTrue(
        ServiceLoader.load(MemoryProviderPlugin.class, type.getClassLoader()).stream()
            .anyMatch(p -> p.type().equals(type)),
        () -> type.getName() + " is not registered: see META-INF/services in PLUGIN-AUTHORS.md");
  }

  @Test
  @DisplayName("M3: before open, the plugin starts no threads and connects to nothing")
  @ResourceLock("java.net.ProxySelector")
  protected final void m3Quiet() throws Exception {
    ProviderConfig config = validConfig();
    OwnThreads threads = new OwnThreads();
    List<String> connections = SeenConnections.during(threads, () -> looked(plugin(), config));
    assertEquals(List.of(), threads.alive(), "threads are left of a plugin that was not opened");
    assertEquals(List.of(), connections, "a plugin that was not opened connects");
  }

  /** What a host does with each plugin that it finds. */
  private static Availability looked(MemoryProviderPlugin plugin, ProviderConfig config) {
    plugin.name();
    plugin.spiVersion();
    plugin.version();
    plugin.configSchema();
    return plugin.availability(config);
  }

  @Test
  @DisplayName("M4: the configuration schema has unique keys and stays the same")
  protected final void m4() {
    List<ConfigField> schema = plugin().configSchema();
    assertNotNull(schema, "configSchema() returned null");
    Set<String> keys = new HashSet<>();
    for (ConfigField field : schema) {
      assertTrue(keys.add(field.key()), () -> "the key " + field.key() + " is there twice");
    }
    assertEquals(schema, plugin().configSchema(), "another instance has another schema");
  }

  @Test
  @DisplayName("M5: availability answers for any configuration, and is Available for a valid one")
  protected final void m5() {
    assertInstanceOf(Availability.Available.class, plugin().availability(validConfig()));
    assertNotNull(
        plugin().availability(ProviderConfig.of(Map.of(), Map.of())), "null for an empty one");
    assertNotNull(plugin().availability(nonsense()), "null for a nonsensical one");
  }

  @Test
  @DisplayName("M6: open gives a provider, or MemoryConfigurationException for a bad configuration")
  protected final void m6() {
    open().close();
    assertAll(
        () -> openOrComplain(ProviderConfig.of(Map.of(), Map.of())),
        () -> openOrComplain(nonsense()));
  }

  @Test
  @DisplayName("M16: no message about the configuration shows a secret's value")
  protected final void m16() {
    String said = openOrComplain(nonsense());
    if (plugin().availability(nonsense()) instanceof Availability.Unavailable unavailable) {
      said += unavailable.reason();
    }
    assertFalse(said.contains(CANARY), "a secret's value is shown: " + said);
  }

  private String openOrComplain(ProviderConfig config) {
    try (MemoryProvider provider = plugin().open(config, host())) {
      assertNotNull(provider, "open() returned null");
      return "";
    } catch (MemoryConfigurationException e) {
      StringBuilder said = new StringBuilder();
      for (Throwable t = e; t != null; t = t.getCause()) {
        said.append(t);
      }
      return said.toString();
    }
  }

  /** Every field has a value, and none makes sense. */
  private ProviderConfig nonsense() {
    Map<String, String> values = new HashMap<>();
    for (ConfigField field : plugin().configSchema()) {
      values.put(field.key(), field.secret() ? CANARY : "\u0000 no such thing %s");
    }
    return ProviderConfig.of(values, Map.of());
  }
}
