package dev.kora.memory.example.memory;

import dev.kora.memory.host.BuiltInMemory;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.ProviderListener;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

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

  @Override
  public Optional<Path> builtInMemory(SessionContext session) {
    return Optional.of(BuiltInMemory.home(dataDirectory, session));
  }
}
