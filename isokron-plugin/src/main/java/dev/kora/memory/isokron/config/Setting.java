package dev.kora.memory.isokron.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One setting of the provider.
 *
 * @param key the key in the host's configuration
 * @param description what it means, one sentence
 * @param required whether it must be present
 * @param secret whether its value is masked everywhere
 * @param defaultValue the value when it is absent, or null
 * @param choices the only values allowed, or empty for free ones
 * @param envVar the environment variable that supplies it when it is absent, or null
 */
public record Setting(
    String key,
    String description,
    boolean required,
    boolean secret,
    @Nullable String defaultValue,
    List<String> choices,
    @Nullable String envVar) {
  public Setting {
    choices = List.copyOf(choices);
  }

  static Setting optional(String key, @Nullable String defaultValue, String description) {
    return new Setting(key, description, false, false, defaultValue, List.of(), null);
  }

  static Setting choice(String key, String defaultValue, List<String> choices, String description) {
    return new Setting(key, description, false, false, defaultValue, choices, null);
  }

  static Setting secret(String key, boolean required, String envVar, String description) {
    return new Setting(key, description, required, true, null, List.of(), envVar);
  }
}
