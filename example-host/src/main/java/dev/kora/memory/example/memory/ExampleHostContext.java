package dev.kora.memory.example.memory;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.ProviderListener;
import java.nio.file.Path;
import java.time.Clock;

/** What this host gives a provider. */
record ExampleHostContext(Path dataDirectory, ProviderListener listener) implements HostContext {
  @Override
  public String hostName() {
    return "example-host";
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }
}
