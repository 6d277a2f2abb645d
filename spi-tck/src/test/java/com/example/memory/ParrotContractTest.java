package com.example.memory;

import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.tck.MemoryProviderContract;
import java.util.Map;

class ParrotContractTest extends MemoryProviderContract {
  @Override
  protected MemoryProviderPlugin plugin() {
    return new ParrotPlugin();
  }

  @Override
  protected ProviderConfig validConfig() {
    return ProviderConfig.of(Map.of(), Map.of());
  }
}
