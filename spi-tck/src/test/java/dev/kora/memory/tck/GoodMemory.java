package dev.kora.memory.tck;

import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.Message;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.ToolSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sound plugin that remembers in memory; the broken ones differ from it in one point each. */
public class GoodMemory implements MemoryProviderPlugin {
  static final ConfigField TOKEN = ConfigField.optional("token", "must be \"good\"").withSecret();

  @Override
  public String name() {
    return "good";
  }

  @Override
  public int spiVersion() {
    return MemorySpi.VERSION;
  }

  @Override
  public List<ConfigField> configSchema() {
    return List.of(TOKEN);
  }

  @Override
  public Availability availability(ProviderConfig config) {
    return config.value(TOKEN).orElse("good").equals("good")
        ? new Availability.Available()
        : new Availability.Unavailable("token is not \"good\"");
  }

  @Override
  public MemoryProvider open(ProviderConfig config, HostContext host) {
    if (availability(config) instanceof Availability.Unavailable unavailable) {
      throw new MemoryConfigurationException(unavailable.reason());
    }
    return new Provider();
  }

  /** The sessions of a workspace share its turns. */
  static class Provider implements MemoryProvider {
    private final Map<String, List<String>> turns = new ConcurrentHashMap<>();
    volatile boolean closed;

    List<String> turns(SessionContext context) {
      return turns.computeIfAbsent(context.workspaceId() + "", w -> new CopyOnWriteArrayList<>());
    }

    List<String> turnsOfAll() {
      return turns.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public MemorySession openSession(SessionContext context) {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      return new Session(this, context);
    }

    @Override
    public ProviderHealth health() {
      return closed ? new ProviderHealth.Down("closed") : new ProviderHealth.Up();
    }

    @Override
    public FlushResult flush(Duration atMost) {
      return FlushResult.nothingLeft();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Recalls all turns; its one tool says how many. */
  static class Session implements MemorySession {
    final Provider provider;
    final List<String> turns;
    volatile boolean closed;

    Session(Provider provider, SessionContext context) {
      this.provider = provider;
      this.turns = provider.turns(context);
    }

    @Override
    public String prefetch(String query) {
      return closed || provider.closed ? "" : String.join("\n", turns);
    }

    @Override
    public void syncTurn(CompletedTurn turn) {
      if (!closed && !provider.closed) {
        turn.messages().stream().map(Message::text).forEach(turns::add);
      }
    }

    @Override
    public List<ToolSchema> toolSchemas() {
      return List.of(new ToolSchema("count", "Counts the turns.", "{\"type\":\"object\"}"));
    }

    @Override
    public String handleToolCall(String toolName, String argumentsJson) {
      return closed || !toolName.equals("count")
          ? "{\"ok\":false,\"error\":\"unknown tool\"}"
          : "{\"ok\":true,\"turns\":" + turns.size() + "}";
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
