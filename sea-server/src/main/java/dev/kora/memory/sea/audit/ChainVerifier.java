package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.VerifyReport;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.audit.DatabaseSnapshot.Chain;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.store.Connections;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes chains from stored bytes, in constant memory. What could not be verified is a {@link
 * SeaException}, never a report: it is neither intact nor broken.
 */
public final class ChainVerifier {
  private final @Nullable Checkpoint checkpoint;
  private final Progress progress;

  /** Verifies without a checkpoint. */
  public ChainVerifier() {
    this(null, Progress.NONE);
  }

  /**
   * Verifies against a checkpoint.
   *
   * @param checkpoint from a note whose signature was checked; null without one
   */
  public ChainVerifier(@Nullable Checkpoint checkpoint, Progress progress) {
    this.checkpoint = checkpoint;
    this.progress = progress;
  }

  /**
   * Verifies one workspace's chain in a database, or all, in one snapshot.
   *
   * @param connection the owner's, in auto-commit mode, and left so
   * @param workspaceId null for all
   * @throws SeaException if it could not be verified
   */
  public VerifyReport verify(Connection connection, @Nullable String workspaceId) {
    mustBeAbout(workspaceId);
    List<WorkspaceVerdict> verdicts = new ArrayList<>();
    try (DatabaseSnapshot snapshot = DatabaseSnapshot.of(connection)) {
      for (Chain chain : snapshot.chains(workspaceId)) {
        try (ChainSource source = snapshot.open(chain)) {
          verdicts.add(ChainRun.verify(source, anchor(chain.workspaceId()), progress));
        }
      }
      if (workspaceId == null) {
        verdicts.addAll(snapshot.withoutWorkspace());
      }
    } catch (SQLException e) {
      throw new SeaException("could not read the chain (" + Connections.firstLine(e) + ")", e);
    }
    if (checkpoint != null
        && verdicts.stream().noneMatch(v -> v.workspace().equals(checkpoint.workspace()))) {
      verdicts.add(
          DatabaseSnapshot.missing(
              checkpoint.workspace(),
              "the checkpoint names event "
                  + checkpoint.head().seq()
                  + ", and the workspace is not there"));
    }
    if (verdicts.isEmpty()) {
      throw new SeaException(
          workspaceId == null
              ? "there is no workspace to verify"
              : "there is no workspace \"" + workspaceId + "\"");
    }
    return report(verdicts);
  }

  /**
   * Verifies an exported file; no database is needed.
   *
   * @param workspaceId whose chain it must be; null for any
   * @throws SeaException if it could not be verified
   */
  public VerifyReport verify(Path file, @Nullable String workspaceId) {
    try (ExportReader source = ExportReader.open(file)) {
      String found = source.workspaceId();
      if (workspaceId != null && !workspaceId.equals(found)) {
        throw new SeaException(
            file + " is an export of \"" + found + "\", not of \"" + workspaceId + "\"");
      }
      mustBeAbout(found);
      return report(List.of(ChainRun.verify(source, anchor(found), progress)));
    }
  }

  private @Nullable ChainHead anchor(String workspaceId) {
    return checkpoint != null && checkpoint.workspace().equals(workspaceId)
        ? checkpoint.head()
        : null;
  }

  private void mustBeAbout(@Nullable String workspaceId) {
    if (checkpoint != null
        && !Objects.requireNonNullElse(workspaceId, checkpoint.workspace())
            .equals(checkpoint.workspace())) {
      throw new SeaException(
          "the checkpoint is for \"" + checkpoint.workspace() + "\", not \"" + workspaceId + "\"");
    }
  }

  private static VerifyReport report(List<WorkspaceVerdict> verdicts) {
    boolean intact = verdicts.stream().allMatch(WorkspaceVerdict::intact);
    if (intact && verdicts.stream().allMatch(verdict -> verdict.rows() == 0)) {
      throw new SeaException("there is no event, so nothing to verify yet");
    }
    return new VerifyReport(intact, verdicts);
  }
}
