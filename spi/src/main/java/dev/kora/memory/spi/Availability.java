package dev.kora.memory.spi;

/** Whether a plugin could be opened with a configuration. */
public sealed interface Availability {

  /** It could. */
  record Available() implements Availability {}

  /**
   * It could not.
   *
   * @param reason what is missing or wrong and what to do, for a person; holds no secret
   */
  record Unavailable(String reason) implements Availability {
    /** Checks the components. */
    public Unavailable {
      Require.notBlank(reason, "reason");
    }
  }
}
