package dev.kora.memory.isokron.substrate;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.isokron.config.ConfigResult;
import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.config.Setting;
import dev.kora.memory.isokron.config.SettingValues;
import dev.kora.memory.isokron.config.SubstrateAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Substrates for tests, by their DSN. */
public final class Substrates {
  private Substrates() {}

  public static Substrate open(String dsn, Duration timeout) {
    return new Substrate(address(dsn), timeout);
  }

  public static Substrate open(String dsn, Duration timeout, int connections) {
    return new Substrate(address(dsn), timeout, connections);
  }

  static SubstrateAddress address(String dsn) {
    Map<String, String> values = Map.of("isokron_dsn", dsn, "mcp_endpoint", "http://127.0.0.1:1/");
    ConfigResult parsed =
        IsokronConfig.parse(
            new SettingValues() {
              @Override
              public Set<String> keys() {
                return values.keySet();
              }

              @Override
              public Optional<String> value(Setting setting) {
                return Optional.ofNullable(
                    values.getOrDefault(setting.key(), setting.defaultValue()));
              }
            });
    return assertInstanceOf(ConfigResult.Valid.class, parsed).config().substrate();
  }
}
