package dev.kora.memory.isokron.provider;

import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Sea server for all tests of a run: it starts slowly. JUnit closes it at the end. */
public final class SharedSea implements BeforeAllCallback {
  private static volatile @Nullable SeaServer server;

  /** The server. */
  public static SeaServer server() {
    return Objects.requireNonNull(server, "extend the test class with SharedSea");
  }

  /** Those of a server that refuses no write for its rate. */
  public static SeaOptions.Builder options() {
    return SeaOptions.builder()
        .policies(Map.of("policy.actor_scratchpad_writes_per_minute", "100000"));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent(
                SharedSea.class, key -> SeaServer.start(options().build()), SeaServer.class);
  }
}
