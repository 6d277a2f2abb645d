package dev.kora.memory.spi;

import java.util.Objects;

/**
 * What a sub-agent was asked, and what it answered.
 *
 * @param childSessionId the sub-agent's session
 * @param task what was asked; may be empty
 * @param result what it answered; may be empty
 */
public record Delegation(String childSessionId, String task, String result) {

  /** Checks the components. */
  public Delegation {
    Require.notBlank(childSessionId, "childSessionId");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(result, "result");
  }
}
