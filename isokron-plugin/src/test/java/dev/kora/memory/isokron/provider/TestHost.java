package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.ProviderListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host that remembers what it was told. */
public record TestHost(Path dataDirectory, List<Delivery> deliveries) implements HostContext {
  public TestHost(Path dataDirectory) {
    this(dataDirectory, new CopyOnWriteArrayList<>());
  }

  @Override
  public String hostName() {
    return "test";
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public ProviderListener listener() {
    return new ProviderListener() {
      @Override
      public void onDelivery(Delivery delivery) {
        deliveries.add(delivery);
      }
    };
  }

  List<String> delivered() {
    return deliveries.stream()
        .filter(d -> d.state() == Delivery.State.DELIVERED)
        .map(Delivery::subject)
        .toList();
  }

  /** A disk that is slow for a moment is trouble for a moment. */
  static void awaitUp(MemoryProvider provider) throws InterruptedException {
    for (int i = 0; i < 300 && !(provider.health() instanceof ProviderHealth.Up); i++) {
      Thread.sleep(100);
    }
    assertEquals(new ProviderHealth.Up(), provider.health());
  }
}
