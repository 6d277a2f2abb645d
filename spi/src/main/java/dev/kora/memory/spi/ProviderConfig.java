package dev.kora.memory.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a host has configured for one plugin. Immutable, safe for all threads. {@link #toString()}
 * shows keys and never values, because any of them may be a secret.
 */
public final class ProviderConfig {
  private final Map<String, String> values;
  private final Map<String, String> environment;

  private ProviderConfig(Map<String, String> values, Map<String, String> environment) {
    this.values = Map.copyOf(values);
    this.environment = Map.copyOf(environment);
  }

  /**
   * A configuration that falls back to this process's environment.
   *
   * @param values by key; copied
   * @return the configuration
   */
  public static ProviderConfig of(Map<String, String> values) {
    return new ProviderConfig(values, System.getenv());
  }

  /**
   * A configuration that falls back to the given environment, and no other.
   *
   * @param values by key; copied
   * @param environment by variable name; copied
   * @return the configuration
   */
  public static ProviderConfig of(Map<String, String> values, Map<String, String> environment) {
    return new ProviderConfig(values, environment);
  }

  /**
   * The value of a field: the one configured, else the field's variable in the environment, else
   * its default. A blank value counts as none, so an empty line in a configuration file does not
   * hide the environment.
   *
   * @param field one of the plugin's schema
   * @return the value, not trimmed and not checked against the field's choices
   */
  public Optional<String> value(ConfigField field) {
    String configured = values.get(field.key());
    if (configured != null && !configured.isBlank()) {
      return Optional.of(configured);
    }
    String variable = field.envVar();
    String inherited = variable == null ? null : environment.get(variable);
    if (inherited != null && !inherited.isBlank()) {
      return Optional.of(inherited);
    }
    return Optional.ofNullable(field.defaultValue());
  }

  /**
   * The keys that were configured, for finding misspelt ones.
   *
   * @return sorted, immutable; the environment has no part in it
   */
  public Set<String> keys() {
    return Collections.unmodifiableSet(new TreeSet<>(values.keySet()));
  }

  @Override
  public String toString() {
    return "ProviderConfig" + keys();
  }
}
