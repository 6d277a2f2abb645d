package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryProviderPlugin;
import dev.kora.memory.spi.ProviderConfig;
import java.util.Objects;

/** What came of choosing a provider. */
public sealed interface Choice {

  /**
   * The report, brought up to date: availability checked, the chosen candidate marked.
   *
   * @return the report
   */
  DiscoveryReport report();

  /**
   * A provider is chosen.
   *
   * @param report see above
   * @param candidate the one; its state is {@link CandidateState#CHOSEN}
   * @param config its configuration
   */
  record Chosen(DiscoveryReport report, Candidate candidate, ProviderConfig config)
      implements Choice {
    /** Checks the components. */
    public Chosen {
      if (candidate.state() != CandidateState.CHOSEN) {
        throw new IllegalArgumentException("the candidate is " + candidate.state().label());
      }
    }

    /**
     * The plugin to open.
     *
     * @return never null
     */
    public MemoryProviderPlugin plugin() {
      return Objects.requireNonNull(candidate.plugin());
    }
  }

  /**
   * None is chosen.
   *
   * @param report see above
   * @param message why, what was found and what to do, for a person; several lines
   */
  record NotChosen(DiscoveryReport report, String message) implements Choice {}
}
