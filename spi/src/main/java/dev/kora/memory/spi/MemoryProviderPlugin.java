package dev.kora.memory.spi;

import java.util.List;

/**
 * A kind of memory that a host can load: the entry point of a plugin.
 *
 * <p>Found by {@link java.util.ServiceLoader}: the implementation is a public class with a public
 * constructor without arguments, named in {@code
 * META-INF/services/dev.kora.memory.spi.MemoryProviderPlugin} (rule M3). Constructor and methods
 * other than {@link #open} do no I/O, start no threads and answer within milliseconds: a host calls
 * them for every plugin it finds, also for those it never opens.
 *
 * <p>Threads: the host calls one instance from one thread at a time, not always the same one.
 * During each call, of the constructor, of this interface or of what {@link #open} returned, the
 * thread's context class loader is the one of the plugin's class; afterwards it is the host's again
 * (rule H3). A thread that the plugin starts in such a call inherits it.
 */
public interface MemoryProviderPlugin {

  /**
   * The name by which configuration and people choose this plugin (rule M1).
   *
   * <p>Called any number of times, always with the same answer.
   *
   * @return lower case, matching {@code [a-z][a-z0-9-]{0,31}}; never null. {@code builtin} belongs
   *     to the host.
   */
  String name();

  /**
   * The SPI version that this plugin was written against (rule M2). Not a default method on
   * purpose: the constant has to be compiled into the plugin.
   *
   * @return always {@code MemorySpi.VERSION}, spelled so in the plugin's source
   */
  int spiVersion();

  /**
   * The plugin's own version, for reports; nothing is decided by it.
   *
   * @return never null; by default the {@code Implementation-Version} of the jar's manifest, or
   *     {@code "unknown"}
   */
  default String version() {
    Package home = getClass().getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /**
   * The fields that {@link #availability} and {@link #open} read (rule M4). A host shows them to
   * the user, asks for what is missing and masks what is secret.
   *
   * @return never null, keys unique, always the same answer; empty if there is nothing to configure
   */
  List<ConfigField> configSchema();

  /**
   * Whether this plugin could be opened with the given configuration (rule M5). Looks at the
   * configuration only: no network, no files.
   *
   * <p>Called once or more before {@link #open}, for plugins that are never opened too.
   *
   * @param config what the host has for this plugin; may be empty, may hold keys that this plugin
   *     does not know
   * @return never null; {@link Availability.Unavailable} with a reason that names the fields at
   *     fault and never shows a secret's value
   */
  Availability availability(ProviderConfig config);

  /**
   * Opens the provider (rule M6). May read files and start threads; should not wait for a network
   * that is away: a provider that cannot reach its store opens all the same and says so in {@link
   * MemoryProvider#health()}.
   *
   * <p>Called at most once per process and configuration. Whatever was started before an exception
   * has been stopped again when it is thrown.
   *
   * @param config the configuration; never null
   * @param host what the host offers; stays valid until the provider is closed
   * @return the open provider, never null; the caller closes it
   * @throws MemoryConfigurationException if the configuration is wrong, naming every problem
   */
  MemoryProvider open(ProviderConfig config, HostContext host);
}
