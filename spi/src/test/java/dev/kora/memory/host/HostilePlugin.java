package dev.kora.memory.host;

import java.util.LinkedHashMap;
import java.util.Map;

/** A plugin, its provider and its session in one class, with methods of a test's choice. */
final class HostilePlugin {
  private final Map<String, String> methods = new LinkedHashMap<>();

  private HostilePlugin() {
    with("List<ConfigField> configSchema()", "return List.of();");
    with("Availability availability(ProviderConfig c)", "return new Availability.Available();");
    with("MemoryProvider open(ProviderConfig c, HostContext h)", "return this;");
    with("MemorySession openSession(SessionContext s)", "return this;");
    with("List<ToolSchema> toolSchemas()", "return List.of(new ToolSchema(\"t\", \"d\", \"{}\"));");
  }

  /** One that opens and does as the body says, in all that is called afterwards. */
  static HostilePlugin doing(String body) {
    HostilePlugin plugin = new HostilePlugin();
    plugin.with("ProviderHealth health()", body);
    plugin.with("FlushResult flush(Duration d)", body);
    plugin.with("String systemPromptBlock()", body);
    plugin.with("String prefetch(String q)", body);
    plugin.with("String onPreCompress(List<Message> m)", body);
    plugin.with("String handleToolCall(String n, String a)", body);
    String silent = body.replace("return null;", "");
    plugin.with("void queuePrefetch(String q)", silent);
    plugin.with("void syncTurn(CompletedTurn t)", silent);
    plugin.with("void onTurnStart(TurnStart t)", silent);
    plugin.with("void onSessionSwitch(SessionSwitch s)", silent);
    plugin.with("void onDelegation(Delegation d)", silent);
    plugin.with("void onMemoryWrite(MemoryWrite w)", silent);
    plugin.with("void onSessionEnd(List<Message> m)", silent);
    plugin.with("void close()", silent);
    return plugin;
  }

  /** One that is sound. */
  static HostilePlugin sound() {
    HostilePlugin plugin = new HostilePlugin();
    plugin.with("ProviderHealth health()", "return new ProviderHealth.Up();");
    plugin.with("FlushResult flush(Duration d)", "return FlushResult.nothingLeft();");
    plugin.with("void close()", "");
    return plugin;
  }

  HostilePlugin with(String signature, String body) {
    methods.put(signature, body);
    return this;
  }

  PluginJar jar() {
    StringBuilder source =
        new StringBuilder(
            """
            package m;
            import dev.kora.memory.spi.*;
            import java.time.Duration;
            import java.util.List;
            public class Plugin implements MemoryProviderPlugin, MemoryProvider, MemorySession {
              public String name() { return "m"; }
              public int spiVersion() { return MemorySpi.VERSION; }
              static int deeper() { return deeper() + 1; }
              static <T extends Throwable> RuntimeException sneak(Throwable t) throws T {
                throw (T) t;
              }
              static Thread live(String name, boolean daemon) {
                Thread thread = new Thread(() -> {
                  try { Thread.sleep(3_600_000); } catch (InterruptedException e) { return; }
                }, name);
                thread.setDaemon(daemon);
                thread.start();
                return thread;
              }
            """);
    methods.forEach(
        (signature, body) -> source.append("public %s { %s }%n".formatted(signature, body)));
    return new PluginJar().source("m.Plugin", source.append("}").toString()).service("m.Plugin");
  }
}
