package com.example.notes;

import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.tck.MemoryProviderContract;
import java.util.Map;

class NotesContractTest extends MemoryProviderContract {
  @Override
  protected MemoryProviderPlugin plugin() {
    return new NotesPlugin();
  }

  @Override
  protected ProviderConfig validConfig() {
    return ProviderConfig.of(Map.of("prompt_notes", "3"), Map.of());
  }
}
