package dev.kora.memory.sea;

import java.util.List;

/**
 * What the verifier found.
 *
 * @param intact whether every chain holds
 * @param workspaces one verdict per workspace, by id
 */
public record VerifyReport(boolean intact, List<WorkspaceVerdict> workspaces) {
  /** Copies the list. */
  public VerifyReport {
    workspaces = List.copyOf(workspaces);
  }
}
