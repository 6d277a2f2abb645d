package dev.kora.memory.example.run;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the lines come from that a person types. */
interface Lines extends AutoCloseable {
  /**
   * The next line; null when there are no more.
   *
   * @param prompt what to show where a person is watching
   */
  @Nullable String next(String prompt) throws IOException;

  /** Learns what can be completed; where lines are not edited, nothing. */
  default void complete(List<String> commands, List<String> tools) {}

  @Override
  void close() throws IOException;
}
