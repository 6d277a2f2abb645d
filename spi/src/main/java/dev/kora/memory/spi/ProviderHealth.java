package dev.kora.memory.spi;

/** How a provider is. */
public sealed interface ProviderHealth {

  /** Everything works. */
  record Up() implements ProviderHealth {}

  /**
   * It serves, but less well: old values, writes that wait.
   *
   * @param reason what does not work, for a person; holds no secret
   */
  record Degraded(String reason) implements ProviderHealth {
    /** Checks the components. */
    public Degraded {
      Require.notBlank(reason, "reason");
    }
  }

  /**
   * It does not serve.
   *
   * @param reason what does not work, for a person; holds no secret
   */
  record Down(String reason) implements ProviderHealth {
    /** Checks the components. */
    public Down {
      Require.notBlank(reason, "reason");
    }
  }
}
