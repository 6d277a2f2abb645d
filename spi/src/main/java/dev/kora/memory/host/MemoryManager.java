package dev.kora.memory.host;

import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All memory of a host: a built-in provider and at most one external one.
 *
 * <p>A provider that fails is reported to the host's {@link
 * dev.kora.memory.spi.ProviderListener#onNotice listener} and stands in nobody's way; only {@link
 * MemoryFailClosedException} is passed on. Safe for all threads.
 *
 * <p>The external provider's code runs on daemon threads named {@code memory-CLASS-N}, so that the
 * host waits no longer for it than the {@link CallLimits} say. A call that has no answer by then is
 * a notice, and the host goes on without; only {@link #openSession} and {@link
 * ManagedSession#systemPromptBlock} then throw a {@link MemoryFailClosedException}, because what is
 * missing may be what the agent must not be without. The hand-over to such a thread and back costs
 * each call 10 to 100 microseconds, and the caller's thread-locals are not there. The built-in
 * provider runs on its caller's thread. A host that calls with a lock held must not take the same
 * lock in its {@linkplain dev.kora.memory.spi.ProviderListener listener}.
 *
 * <p>Notices: what fails or is left out (ERROR); a provider that is degraded (WARNING), is down
 * (ERROR) or has recovered (INFO), once a change; threads that a plugin from a folder leaves behind
 * (WARNING). They come on the thread that calls the manager, or on one of its own for what ends too
 * late.
 */
public final class MemoryManager implements AutoCloseable {
  private final Optional<IsolatedProvider> builtIn;
  private final Optional<IsolatedProvider> external;
  private final AtomicBoolean closed = new AtomicBoolean();

  private MemoryManager(Optional<IsolatedProvider> builtIn, Optional<IsolatedProvider> external) {
    this.builtIn = builtIn;
    this.external = external;
  }

  /**
   * Opens the chosen plugin beside the built-in memory.
   *
   * @param host what the plugin gets to see of the host
   * @param builtIn the host's own memory, such as {@link BuiltInMemory#in}, or null for none; the
   *     manager closes it, also when opening fails
   * @param chosen the plugin and its configuration
   * @return the manager; the caller closes it
   * @throws MemoryConfigurationException if the plugin's configuration is wrong; the message is for
   *     the user
   * @throws MemoryFailClosedException if the plugin says that nothing may start
   */
  public static MemoryManager open(
      HostContext host, @Nullable MemoryProvider builtIn, Choice.Chosen chosen) {
    return open(host, builtIn, chosen.plugin(), chosen.config());
  }

  /**
   * Opens a plugin beside the built-in memory. A plugin that fails for another reason than those
   * below, or is not open in time, is left out, with a notice; {@link #health()} shows it as down.
   *
   * @param host see above
   * @param builtIn see above
   * @param plugin the external plugin, or null for none
   * @param config its configuration
   * @return the manager; the caller closes it
   * @throws MemoryConfigurationException see above
   * @throws MemoryFailClosedException see above
   */
  public static MemoryManager open(
      HostContext host,
      @Nullable MemoryProvider builtIn,
      @Nullable MemoryProviderPlugin plugin,
      ProviderConfig config) {
    return open(host, builtIn, plugin, config, CallLimits.DEFAULT);
  }

  /**
   * The same, with other limits for the external provider's calls.
   *
   * @param host see above
   * @param builtIn see above
   * @param plugin see above
   * @param config see above
   * @param limits how long the host waits for which call
   * @return the manager; the caller closes it
   * @throws MemoryConfigurationException see above
   * @throws MemoryFailClosedException see above
   */
  public static MemoryManager open(
      HostContext host,
      @Nullable MemoryProvider builtIn,
      @Nullable MemoryProviderPlugin plugin,
      ProviderConfig config,
      CallLimits limits) {
    Optional<IsolatedProvider> own =
        Optional.ofNullable(builtIn).map(b -> IsolatedProvider.builtIn(host, b));
    try {
      return new MemoryManager(
          own,
          Optional.ofNullable(plugin).map(p -> IsolatedProvider.opened(host, p, config, limits)));
    } catch (RuntimeException | Error e) {
      own.ifPresent(IsolatedProvider::close);
      throw e;
    }
  }

  /**
   * Opens the memory of one conversation. A provider that fails to is left out of it, with a
   * notice.
   *
   * @param context who and where
   * @return the session; the caller closes it
   * @throws MemoryFailClosedException if a provider says that no conversation may start, or does
   *     not open one in time
   * @throws IllegalStateException if this manager is closed
   */
  public ManagedSession openSession(SessionContext context) {
    if (closed.get()) {
      throw new IllegalStateException("the memory manager is closed");
    }
    List<IsolatedSession> sessions = new ArrayList<>();
    try {
      builtIn.flatMap(p -> p.openSession(context)).ifPresent(sessions::add);
      boolean hasBuiltIn = !sessions.isEmpty();
      external.flatMap(p -> p.openSession(context)).ifPresent(sessions::add);
      return new ManagedSession(sessions, hasBuiltIn);
    } catch (RuntimeException | Error e) {
      sessions.forEach(IsolatedSession::close);
      throw e;
    }
  }

  /**
   * How each provider is. If one is worse than when it was looked at last, or well again, the
   * host's listener gets a notice; a provider is looked at here, in every flush, and at the
   * beginning and the end of every turn.
   *
   * @return by provider name, the built-in one first
   */
  public Map<String, ProviderHealth> health() {
    Map<String, ProviderHealth> health = new LinkedHashMap<>();
    providers().forEach(p -> health.put(p.name(), p.health()));
    return health;
  }

  /**
   * Waits until all providers have delivered what they accepted, or the time is over.
   *
   * @param atMost how long to wait at most, for all together; a provider that hangs is given the
   *     time to close on top of it
   * @return what is left
   */
  public FlushResult flush(Duration atMost) {
    FlushResult left = Flushing.all(providers().toList(), atMost, IsolatedProvider::flush);
    providers().forEach(IsolatedProvider::health);
    return left;
  }

  /**
   * Closes all providers, and with them their sessions, each for as long as {@link CallLimits}
   * allow. Calling it again does nothing.
   */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      providers().forEach(IsolatedProvider::close);
    }
  }

  private Stream<IsolatedProvider> providers() {
    return Stream.concat(builtIn.stream(), external.stream());
  }
}
