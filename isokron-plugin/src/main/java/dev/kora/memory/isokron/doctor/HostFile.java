package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.Setting;
import dev.kora.memory.isokron.config.SettingValues;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host's file says that concerns this plugin.
 *
 * @param settings those of {@code plugins.entries.isokron}, variables expanded; may be secrets
 * @param provider the memory provider that the host is told to use, or null
 * @param dataDir where the host keeps its files, absolute; or null
 * @param environment where settings come from that the file does not have
 */
record HostFile(
    Map<String, String> settings,
    @Nullable String provider,
    @Nullable Path dataDir,
    Map<String, String> environment)
    implements SettingValues {

  @Override
  public Set<String> keys() {
    return settings.keySet();
  }

  /** As a host does it: a blank value counts as none. */
  @Override
  public Optional<String> value(Setting setting) {
    String variable = setting.envVar();
    return Optional.ofNullable(settings.get(setting.key()))
        .filter(value -> !value.isBlank())
        .or(
            () ->
                Optional.ofNullable(variable == null ? null : environment.get(variable))
                    .filter(value -> !value.isBlank()))
        .or(() -> Optional.ofNullable(setting.defaultValue()));
  }

  @Override
  public String toString() {
    return "HostFile" + settings.keySet();
  }
}
