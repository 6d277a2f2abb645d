package dev.kora.memory.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * A plugin's configuration is wrong. Names every problem at once, so that a user mends all of them
 * in one go. A host shows the message and no stack trace.
 */
public class MemoryConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> problems;

  /**
   * With all problems.
   *
   * @param problems at least one; each says which field, what is wrong and what to do, and holds no
   *     secret
   */
  public MemoryConfigurationException(List<String> problems) {
    super(String.join("; ", problems));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems must not be empty");
    }
    this.problems = new ArrayList<>(problems);
  }

  /**
   * With one problem.
   *
   * @param problem which field, what is wrong and what to do; holds no secret
   */
  public MemoryConfigurationException(String problem) {
    this(List.of(problem));
  }

  /**
   * The problems.
   *
   * @return at least one; immutable
   */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
