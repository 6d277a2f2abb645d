package dev.kora.memory.spi;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field of a plugin's configuration.
 *
 * @param key the key in the host's configuration, matching {@code [a-z][a-z0-9_.-]{0,63}}
 * @param description one line for a person who has to fill it in
 * @param required whether the plugin cannot open without it; a required field has no default
 * @param secret whether its value must never be shown; a secret has no default (rule M4)
 * @param defaultValue what holds when nothing is given, or null
 * @param choices the only values allowed, or empty for any
 * @param envVar the environment variable that is read when the configuration has no value, or null
 */
public record ConfigField(
    String key,
    String description,
    boolean required,
    boolean secret,
    @Nullable String defaultValue,
    List<String> choices,
    @Nullable String envVar) {

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
  private static final Pattern ENV_VAR = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  /** Checks the components. */
  public ConfigField {
    Require.matching(KEY, key, "key");
    Require.notBlank(description, "description of " + key);
    choices = List.copyOf(choices);
    if (envVar != null) {
      Require.matching(ENV_VAR, envVar, "envVar of " + key);
    }
    if (defaultValue != null) {
      if (required) {
        throw new IllegalArgumentException(key + " is required, so it cannot have a default");
      }
      if (secret) {
        throw new IllegalArgumentException(key + " is secret, so it cannot have a default");
      }
      if (!choices.isEmpty() && !choices.contains(defaultValue)) {
        throw new IllegalArgumentException(
            "the default of " + key + " is \"" + defaultValue + "\", not one of " + choices);
      }
    }
  }

  /**
   * A field that must be given.
   *
   * @param key see above
   * @param description see above
   * @return not secret, any value, no environment variable
   */
  public static ConfigField required(String key, String description) {
    return new ConfigField(key, description, true, false, null, List.of(), null);
  }

  /**
   * A field that may be left out.
   *
   * @param key see above
   * @param description see above
   * @return not secret, any value, no default, no environment variable
   */
  public static ConfigField optional(String key, String description) {
    return new ConfigField(key, description, false, false, null, List.of(), null);
  }

  /**
   * A copy whose value must never be shown.
   *
   * @return the copy
   */
  public ConfigField withSecret() {
    return new ConfigField(key, description, required, true, defaultValue, choices, envVar);
  }

  /**
   * A copy with a default.
   *
   * @param value the default; one of the choices if there are any
   * @return the copy
   */
  public ConfigField withDefault(String value) {
    return new ConfigField(key, description, required, secret, value, choices, envVar);
  }

  /**
   * A copy that allows these values only. Call it before {@link #withDefault}.
   *
   * @param values the values allowed
   * @return the copy
   */
  public ConfigField withChoices(String... values) {
    return new ConfigField(
        key, description, required, secret, defaultValue, List.of(values), envVar);
  }

  /**
   * A copy that is also read from the environment.
   *
   * @param name the variable's name
   * @return the copy
   */
  public ConfigField withEnvVar(String name) {
    return new ConfigField(key, description, required, secret, defaultValue, choices, name);
  }
}
