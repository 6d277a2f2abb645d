package dev.kora.memory.isokron.prompt;

import dev.kora.memory.isokron.graph.CapabilityMatrix;
import dev.kora.memory.isokron.substrate.ChainRow;
import dev.kora.memory.isokron.substrate.Charter;
import dev.kora.memory.isokron.substrate.Policies;
import dev.kora.memory.isokron.substrate.Reading;
import java.util.List;

/**
 * What a prompt block is made of.
 *
 * @param charter a verified one; without it there is no block
 * @param recent the newest events of the workspace's chain, newest first
 * @param tools the names of the tools that the session offers
 */
public record PromptData(
    Charter charter,
    Reading<Policies> policies,
    CapabilityMatrix capabilities,
    Reading<List<ChainRow>> recent,
    List<String> tools) {

  /** Whether both have the very same parts, which costs nothing to see. */
  @SuppressWarnings("ReferenceEquality") // equal values would do, but cost more to compare
  boolean isMadeOfTheSame(PromptData other) {
    return charter == other.charter
        && policies == other.policies
        && capabilities == other.capabilities
        && recent == other.recent
        && tools == other.tools;
  }
}
