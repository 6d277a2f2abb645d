package dev.kora.memory.example.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the host was told.
 *
 * @param provider the name of the memory provider to use; null = the only one found
 * @param pluginsDir a folder of drop-in jars; null = the class path only
 * @param dataDir where the host and its providers keep their files
 * @param entries the settings of each provider, by its name; values may be secrets
 */
public record HostConfig(
    @Nullable String provider,
    @Nullable Path pluginsDir,
    Path dataDir,
    Map<String, Map<String, String>> entries) {
  /** Copies the map. */
  public HostConfig {
    entries = Map.copyOf(entries);
  }

  /** The settings of one provider; empty if the file has none. */
  public Map<String, String> settings(String provider) {
    return entries.getOrDefault(provider, Map.of());
  }

  /** Names the providers that have settings, and none of the settings: they may be secrets. */
  @Override
  public String toString() {
    return "HostConfig[provider=%s, pluginsDir=%s, dataDir=%s, entries=%s]"
        .formatted(provider, pluginsDir, dataDir, entries.keySet());
  }
}
