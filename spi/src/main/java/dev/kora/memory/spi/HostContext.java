package dev.kora.memory.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

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

  /**
   * Where the host keeps its own memory of a conversation, in the files {@code MEMORY.md} and
   * {@code USER.md}: for a provider that has to make do with them while its store is out of reach.
   * They are the host's; a provider only reads them.
   *
   * @param session whose memory
   * @return the folder, which need not exist yet; empty, as by default, if the host has no such
   *     files or does not show them
   */
  default Optional<Path> builtInMemory(SessionContext session) {
    return Optional.empty();
  }
}
