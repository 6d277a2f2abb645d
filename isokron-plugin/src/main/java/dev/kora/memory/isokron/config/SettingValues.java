package dev.kora.memory.isokron.config;

import java.util.Optional;
import java.util.Set;

/** Where the values come from: the host's configuration, or a file that a command reads. */
public interface SettingValues {
  /** Returns every key that was set, known or not. */
  Set<String> keys();

  /** Returns the value of a setting, else that of its environment variable, else its default. */
  Optional<String> value(Setting setting);
}
