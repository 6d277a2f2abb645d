package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.config.ConfigResult;
import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.config.Setting;
import dev.kora.memory.isokron.config.SettingValues;
import dev.kora.memory.isokron.config.Settings;
import dev.kora.memory.spi.ConfigField;
import dev.kora.memory.spi.ProviderConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Between the SPI's configuration and the plugin's settings. */
final class ConfigBridge {
  private ConfigBridge() {}

  static List<ConfigField> schema() {
    return Settings.ALL.stream().map(ConfigBridge::field).toList();
  }

  static ConfigResult parse(ProviderConfig config) {
    return IsokronConfig.parse(
        new SettingValues() {
          @Override
          public Set<String> keys() {
            return config.keys();
          }

          @Override
          public Optional<String> value(Setting setting) {
            return config.value(field(setting));
          }
        });
  }

  private static ConfigField field(Setting s) {
    return new ConfigField(
        s.key(),
        s.description(),
        s.required(),
        s.secret(),
        s.defaultValue(),
        s.choices(),
        s.envVar());
  }
}
