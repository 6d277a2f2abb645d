package dev.kora.memory.sea;

import org.jspecify.annotations.Nullable;

/**
 * What the verifier found in one workspace.
 *
 * @param workspace its id; {@code tenant} and a UUID for a chain whose workspace is gone
 * @param rows how many rows were read, up to the break if there is one
 * @param firstSeq the first row's number, 0 if there is none
 * @param lastSeq the last row's number, 0 if there is none
 * @param head the hash of the last row that holds, in hex; the genesis hash if there is none
 * @param anchored whether the chain was checked against a signed checkpoint; without one nobody can
 *     tell that its end was cut off together with its head row
 * @param chainBreak the first break, or null
 * @param rowsPerSecond how fast it went
 */
public record WorkspaceVerdict(
    String workspace,
    long rows,
    long firstSeq,
    long lastSeq,
    String head,
    boolean anchored,
    @Nullable ChainBreak chainBreak,
    double rowsPerSecond) {

  /**
   * Tells whether the chain holds.
   *
   * @return true if no break was found
   */
  public boolean intact() {
    return chainBreak == null;
  }
}
