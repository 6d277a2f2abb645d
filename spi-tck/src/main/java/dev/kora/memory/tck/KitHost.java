package dev.kora.memory.tck;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.ProviderListener;
import java.nio.file.Path;
import java.time.Clock;

/** The host that the kit plays. */
record KitHost(Path dataDirectory, ProviderListener listener) implements HostContext {

  @Override
  public String hostName() {
    return "memory-spi-tck";
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }
}
