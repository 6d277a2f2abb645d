package dev.kora.memory.isokron.config;

import java.util.List;

/** A configuration, or everything that is wrong with it. */
public sealed interface ConfigResult {
  /** All settings are usable. */
  record Valid(IsokronConfig config) implements ConfigResult {}

  /**
   * Nothing can be opened with this.
   *
   * @param problems one sentence per setting, each naming its key; no secrets
   */
  record Invalid(List<String> problems) implements ConfigResult {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
