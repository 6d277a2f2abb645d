package dev.kora.memory.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionSwitch;
import dev.kora.memory.spi.ToolSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of a life's order and of its end: M19 to M21. */
abstract class LifeRules extends ThreadRules {

  /**
   * How long the kit waits, after close, for the plugin's class loader to be collected; for what
   * ends by itself, such as a library's idle thread. Only a plugin that fails takes so long.
   *
   * @return 60 seconds; zero from a plugin that does not promise it, for which rule M20 is skipped
   */
  protected Duration unloading() {
    return Duration.ofSeconds(60);
  }

  /**
   * Whether a host that unloads the plugin keeps this class, as a library that it gives to the
   * plugin: then rule M20 does not ask for it.
   *
   * @param className the name of a class that is neither the JDK's, the SPI's nor the logging API's
   * @return false by default, which is right for what comes in the plugin's own jar
   */
  protected boolean isTheHosts(String className) {
    return false;
  }

  @Test
  @DisplayName("M19: after close, no thread is left that keeps the JVM alive")
  protected final void m19() throws Exception {
    ProviderConfig config = validConfig();
    OwnThreads threads = new OwnThreads();
    threads.run(() -> lived(plugin(), config));
    assertEquals(
        List.of(), threads.keepingAlive(atOnce()), "threads that are no daemons are left running");
  }

  @Test
  @DisplayName("M20: after close, the plugin's class loader can be collected")
  protected final void m20() throws Exception {
    assumeFalse(unloading().isZero(), "the plugin does not promise to be unloaded");
    ProviderConfig config = validConfig();
    Class<?> type = plugin().getClass();
    KeptByTheJdk.startTheTimer();
    OwnThreads threads = new OwnThreads();
    OwnLoader.Watch loader = threads.run(livedInItsOwnLoader(type, config));
    List<String> left = threads.keepingAlive(atOnce());
    assumeTrue(left.isEmpty(), () -> "cannot be seen while threads are left (M19): " + left);
    assertTrue(
        loader.isCollected(unloading()),
        () ->
            ("%s cannot be unloaded. Threads with its class loader: %s. Else look for shutdown"
                    + " hooks, JDBC drivers, MBeans, providers that are registered with the JDK;"
                    + " a heap dump shows the way.")
                .formatted(type.getName(), loader.threads()));
  }

  private Callable<OwnLoader.Watch> livedInItsOwnLoader(Class<?> type, ProviderConfig config) {
    return () -> {
      OwnLoader loader = OwnLoader.of(type, this::isTheHosts);
      Thread.currentThread().setContextClassLoader(loader);
      MemoryProviderPlugin copy = loader.copy(type);
      assumeTrue(copy.getClass() != type, "the class path has no jar or folder with the plugin");
      lived(copy, config);
      return loader.letGo();
    };
  }

  /** A short life with one conversation; says how it ended. */
  private String lived(MemoryProviderPlugin plugin, ProviderConfig config) {
    HostContext host = host();
    try (MemoryProvider provider = plugin.open(config, host);
        MemorySession session = provider.openSession(sessionContext("life"))) {
      Play.hooks(session, "once");
      for (ToolSchema tool : session.toolSchemas()) {
        Play.toolCall(session, tool.name(), "{}");
      }
      provider.flush(atOnce());
    }
    return "closed";
  }

  @Test
  @DisplayName("M21: a session takes its calls in any order, and does without any of them")
  protected final void m21() {
    try (MemoryProvider provider = open()) {
      provider.flush(Duration.ZERO); // before there is a session
      provider.openSession(sessionContext("m21-unused")).close();
      for (String hook : Play.eachHook(new MemorySession() {}, "").keySet()) {
        in(provider, "m21-only-" + hook, hooks -> of(hooks, hook).run());
      }
      in(provider, "m21-backwards", LifeRules::backwards);
      in(provider, "m21-twice", LifeRules::twice);
      toolsFirst(provider);
      switches(provider);
    }
  }

  private void in(MemoryProvider provider, String id, Consumer<Map<String, Runnable>> play) {
    try (MemorySession session = provider.openSession(sessionContext(id))) {
      play.accept(Play.eachHook(session, "out of turn"));
    }
  }

  private static Runnable of(Map<String, Runnable> hooks, String name) {
    return Objects.requireNonNull(hooks.get(name), name);
  }

  private static void backwards(Map<String, Runnable> hooks) {
    List<Runnable> calls = new ArrayList<>(hooks.values());
    Collections.reverse(calls);
    calls.forEach(Runnable::run);
  }

  /** Each twice in a row, but for the end, which a host calls once. */
  private static void twice(Map<String, Runnable> hooks) {
    hooks.remove("onSessionEnd");
    for (Runnable call : hooks.values()) {
      call.run();
      call.run();
    }
  }

  private void toolsFirst(MemoryProvider provider) {
    try (MemorySession session = provider.openSession(sessionContext("m21-tools"))) {
      Play.toolCall(session, "no-such-tool", "{}");
      for (ToolSchema tool : session.toolSchemas()) {
        Play.toolCall(session, tool.name(), "{}");
      }
      session.flush(Duration.ZERO);
    }
  }

  /** A conversation that goes on under other ids without an end, and before its first turn. */
  private void switches(MemoryProvider provider) {
    try (MemorySession session = provider.openSession(sessionContext("m21-switches"))) {
      for (SessionSwitch.Kind kind : SessionSwitch.Kind.values()) {
        Play.goOn(session, kind, null);
        Play.goOn(session, kind, "m21-switches");
        Play.turn(session, "after " + kind);
      }
    }
  }
}
