package com.example.memory;

import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what it hears for as long as the conversation lasts, and puts it into the prompt. */
public final class ParrotPlugin implements MemoryProviderPlugin {
  private static final ConfigField GREETING =
      ConfigField.optional("greeting", "What the prompt begins with").withDefault("You remember:");

  @Override
  public String name() {
    return "parrot";
  }

  @Override
  public int spiVersion() {
    return MemorySpi.VERSION;
  }

  @Override
  public List<ConfigField> configSchema() {
    return List.of(GREETING);
  }

  @Override
  public Availability availability(ProviderConfig config) {
    return new Availability.Available();
  }

  @Override
  public MemoryProvider open(ProviderConfig config, HostContext host) {
    return new Parrot(config.value(GREETING).orElseThrow());
  }

  private static final class Parrot implements MemoryProvider {
    private final String greeting;
    private volatile boolean closed;

    Parrot(String greeting) {
      this.greeting = greeting;
    }

    @Override
    public MemorySession openSession(SessionContext context) {
      return new Talk();
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

    private final class Talk implements MemorySession {
      private final Queue<String> heard = new ConcurrentLinkedQueue<>();

      @Override
      public String systemPromptBlock() {
        return heard.isEmpty() ? "" : greeting + "\n" + String.join("\n", heard);
      }

      @Override
      public void syncTurn(CompletedTurn turn) {
        turn.messages().forEach(message -> heard.add(message.text()));
      }
    }
  }
}
