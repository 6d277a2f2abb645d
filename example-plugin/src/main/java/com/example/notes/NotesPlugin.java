package com.example.notes;

import com.google.auto.service.AutoService;
import dev.kora.memory.spi.Availability;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.MemorySpi;
import dev.kora.memory.spi.ProviderConfig;
import java.util.List;

/** Remembers short notes in plain files below the host's data folder. */
@AutoService(MemoryProviderPlugin.class)
public final class NotesPlugin implements MemoryProviderPlugin {
  private static final int MOST = 50;
  private static final ConfigField PROMPT_NOTES =
      ConfigField.optional(
              "prompt_notes", "How many of the newest notes the prompt shows, 0 to " + MOST)
          .withDefault("10");

  @Override
  public String name() {
    return "notes";
  }

  @Override
  public int spiVersion() {
    return MemorySpi.VERSION;
  }

  @Override
  public List<ConfigField> configSchema() {
    return List.of(PROMPT_NOTES);
  }

  @Override
  public Availability availability(ProviderConfig config) {
    try {
      promptNotes(config);
      return new Availability.Available();
    } catch (MemoryConfigurationException e) {
      return new Availability.Unavailable(String.join("; ", e.problems()));
    }
  }

  @Override
  public MemoryProvider open(ProviderConfig config, HostContext host) {
    return new NotesProvider(
        host.dataDirectory().resolve(name()), host.clock(), promptNotes(config));
  }

  private static int promptNotes(ProviderConfig config) {
    String value = config.value(PROMPT_NOTES).orElseThrow().strip();
    if (!value.matches("[0-9]{1,3}") || Integer.parseInt(value) > MOST) {
      throw new MemoryConfigurationException(
          "prompt_notes must be a whole number from 0 to " + MOST);
    }
    return Integer.parseInt(value);
  }
}
