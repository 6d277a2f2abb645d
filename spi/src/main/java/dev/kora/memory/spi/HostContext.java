package dev.kora.memory.spi;

import java.nio.file.Path;
import java.time.Clock;

/**
 * What a host offers to the providers it opens. Valid from {@link MemoryProviderPlugin#open} until
 * the provider is closed; safe for all threads. Nothing is ever null.
 */
public interface HostContext {

  /**
   * The host's name, for logs and user agents.
   *
   * @return one short word, such as {@code example-host}
   */
  String hostName();

  /**
   * The folder for what has to outlive the process. It exists and is writable. All providers of the
   * host share it: keep to the folder in it that is named like your plugin.
   *
   * @return an absolute path
   */
  Path dataDirectory();

  /**
   * The clock to ask for the time of day; tests give one of their own.
   *
   * @return the clock
   */
  Clock clock();

  /**
   * Where to report deliveries, counters and notices.
   *
   * @return the listener; {@link ProviderListener#NONE} if the host does not care
   */
  ProviderListener listener();
}
