package dev.kora.memory.isokron.graph;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tools' descriptions, which are the same whatever stands behind the tools. */
final class SomeTools {
  static final List<ToolSpec> SPECS = with(null).specs(true);

  private SomeTools() {}

  static ToolSpec spec(String name) {
    return SPECS.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** Tools with nothing behind them but, perhaps, capabilities. */
  @SuppressWarnings("NullAway")
  static GraphTools with(@Nullable Capabilities capabilities) {
    return new GraphTools(
        new GraphParts(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            capabilities,
            null,
            Duration.ofSeconds(60)));
  }
}
