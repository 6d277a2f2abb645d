package dev.kora.memory.isokron.config;

import java.util.Objects;

/**
 * A value that must not show up in logs, messages or debuggers by accident.
 *
 * @param reveal the secret itself; only for the place that sends it
 */
public record Secret(String reveal) {
  public Secret {
    Objects.requireNonNull(reveal, "reveal");
  }

  @Override
  public String toString() {
    return "****";
  }
}
