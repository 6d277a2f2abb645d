package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryProviderPlugin;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that may be a memory plugin, and what became of it.
 *
 * @param name the plugin's name, or null if it never said one
 * @param className the class that the service file names, or null if it names none
 * @param version the plugin's version, or null if it never said one
 * @param spiVersion the SPI version that it was written against, or null if it never said one
 * @param source the jar or folder it comes from, for people
 * @param state where it stands
 * @param reason why it is unavailable or rejected, one line; null otherwise
 * @param plugin the plugin; null exactly if it is rejected
 */
public record Candidate(
    @Nullable String name,
    @Nullable String className,
    @Nullable String version,
    @Nullable Integer spiVersion,
    String source,
    CandidateState state,
    @Nullable String reason,
    @Nullable MemoryProviderPlugin plugin) {

  /** Checks the components. */
  public Candidate {
    Objects.requireNonNull(source, "source");
    boolean rejected = state == CandidateState.REJECTED;
    if (rejected != (plugin == null)) {
      throw new IllegalArgumentException(
          "plugin must be null exactly if the candidate is rejected");
    }
    if ((rejected || state == CandidateState.UNAVAILABLE) != (reason != null)) {
      throw new IllegalArgumentException("a reason goes with unavailable and rejected only");
    }
    if (!rejected) {
      Objects.requireNonNull(name, "name");
    }
  }

  static Candidate rejected(@Nullable String className, String source, String reason) {
    return new Candidate(
        null, className, null, null, source, CandidateState.REJECTED, reason, null);
  }

  Candidate with(CandidateState newState, @Nullable String newReason) {
    return new Candidate(name, className, version, spiVersion, source, newState, newReason, plugin);
  }

  /**
   * One line for people. What has neither name nor class goes by its source.
   *
   * @return such as {@code isokron 1.0 (/plugins/isokron.jar): available}, or {@code
   *     /plugins/x.jar: rejected: is not a jar}
   */
  public String describe() {
    String what = name != null ? name : className;
    return (what == null
            ? source
            : what + (version == null ? "" : " " + version) + " (" + source + ")")
        + ": "
        + state.label()
        + (reason == null ? "" : ": " + reason);
  }
}
