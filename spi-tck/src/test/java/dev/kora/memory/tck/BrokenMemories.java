package dev.kora.memory.tck;

import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.ToolSchema;
import java.time.Duration;
import java.util.List;

/** Plugins that break one rule each, named after it, in ways that have been seen in the field. */
@SuppressWarnings("NullAway") // They return null where they must not.
final class BrokenMemories {
  private BrokenMemories() {}

  /** A name that no configuration file would take. */
  public static class M1 extends GoodMemory {
    @Override
    public String name() {
      return "My Memory";
    }
  }

  /** Written against an SPI that is not there yet. */
  public static class M2 extends GoodMemory {
    @Override
    public int spiVersion() {
      return MemorySpi.VERSION + 1;
    }
  }

  /** Forgotten in the service file. */
  public static class M3 extends GoodMemory {}

  /** One key twice. */
  public static class M4 extends GoodMemory {
    @Override
    public List<ConfigField> configSchema() {
      return List.of(TOKEN, TOKEN);
    }
  }

  /** Takes for granted that it is configured. */
  public static class M5 extends GoodMemory {
    @Override
    public Availability availability(ProviderConfig config) {
      return config.keys().isEmpty() ? null : super.availability(config);
    }
  }

  /** Fails where it should complain. */
  public static class M6 extends GoodMemory {
    @Override
    public MemoryProvider open(ProviderConfig config, HostContext host) {
      if (config.value(TOKEN).isEmpty()) {
        throw new IllegalStateException("no token");
      }
      return super.open(config, host);
    }
  }

  /** A plugin that differs in its provider. */
  abstract static class OtherProvider extends GoodMemory {
    @Override
    public MemoryProvider open(ProviderConfig config, HostContext host) {
      super.open(config, host).close();
      return provider();
    }

    abstract MemoryProvider provider();
  }

  /** Asks a pool that is gone how it is. */
  public static class M7 extends OtherProvider {
    @Override
    MemoryProvider provider() {
      return new Provider() {
        @Override
        public ProviderHealth health() {
          if (closed) {
            throw new IllegalStateException("pool is closed");
          }
          return super.health();
        }
      };
    }
  }

  /** Has nothing to say about a flush. */
  public static class M11 extends OtherProvider {
    @Override
    MemoryProvider provider() {
      return new Provider() {
        @Override
        public FlushResult flush(Duration atMost) {
          return null;
        }
      };
    }
  }

  /** A plugin that differs in its sessions. */
  abstract static class OtherSession extends OtherProvider {
    @Override
    MemoryProvider provider() {
      return new Provider() {
        @Override
        public MemorySession openSession(SessionContext context) {
          return session(this, context);
        }
      };
    }

    abstract MemorySession session(Provider provider, SessionContext context);
  }

  /** A schema with a missing brace. */
  public static class M8 extends OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public List<ToolSchema> toolSchemas() {
          return List.of(new ToolSchema("count", "Counts.", "{\"type\":\"object\""));
        }
      };
    }
  }

  /** Believes that a model writes JSON. */
  public static class M9 extends OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public String handleToolCall(String toolName, String argumentsJson) {
          if (!argumentsJson.startsWith("{")) {
            throw new IllegalArgumentException("not JSON");
          }
          return super.handleToolCall(toolName, argumentsJson);
        }
      };
    }
  }

  /** Cannot store what a person may well say. */
  public static class M10 extends OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public void syncTurn(CompletedTurn turn) {
          if (turn.messages().stream().anyMatch(m -> m.text().indexOf('\0') >= 0)) {
            throw new IllegalStateException("invalid byte sequence for encoding UTF8: 0x00");
          }
        }
      };
    }
  }

  /** Closes what is closed. */
  public static class M12 extends OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public void close() {
          if (closed) {
            throw new IllegalStateException("already closed");
          }
          super.close();
        }
      };
    }
  }

  /** Uses its connection after it gave it back. */
  public static class M13 extends OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public String systemPromptBlock() {
          if (closed || provider.closed) {
            throw new IllegalStateException("connection is closed");
          }
          return "";
        }
      };
    }
  }

  /** Keeps one session's state where all see it. */
  public static class M14 extends OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      return new Session(provider, context) {
        @Override
        public List<ToolSchema> toolSchemas() {
          return turns.contains("closed") ? List.of() : super.toolSchemas();
        }

        @Override
        public void close() {
          super.close();
          turns.add("closed");
        }
      };
    }
  }

  /** Debugged by printing. */
  public static class M15 extends OtherSession {
    @Override
    MemorySession session(Provider provider, SessionContext context) {
      System.out.println("here");
      return new Session(provider, context);
    }
  }

  /** Helpfully shows what was wrong. */
  public static class M16 extends GoodMemory {
    @Override
    public Availability availability(ProviderConfig config) {
      return super.availability(config) instanceof Availability.Unavailable
          ? new Availability.Unavailable("bad token: " + config.value(TOKEN).orElse(""))
          : new Availability.Available();
    }
  }
}
