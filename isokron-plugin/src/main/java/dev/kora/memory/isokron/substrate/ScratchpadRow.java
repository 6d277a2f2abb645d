package dev.kora.memory.isokron.substrate;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the agents' scratchpad. Exactly one of {@code content} and {@code contentUri} is
 * there.
 *
 * @param supersededBy the entry that replaced it, or null
 * @param supersedes the entry that it replaced, or null
 */
public record ScratchpadRow(
    UUID id,
    String actorKind,
    @Nullable String actorLabel,
    @Nullable String content,
    @Nullable String contentUri,
    @Nullable String contentHash,
    String visibilityScope,
    String scratchpadKind,
    String status,
    Instant createdAt,
    @Nullable String supersededBy,
    @Nullable String supersedes) {
  /** Whether it is neither superseded nor withdrawn. */
  public boolean isActive() {
    return status.equals("active");
  }

  /** The same entry with another text. */
  public ScratchpadRow withContent(String other) {
    return with(other, status, supersededBy, supersedes);
  }

  /** The same entry with other revisions. */
  public ScratchpadRow with(
      String newStatus, @Nullable String newSupersededBy, @Nullable String newSupersedes) {
    return with(content, newStatus, newSupersededBy, newSupersedes);
  }

  private ScratchpadRow with(
      @Nullable String newContent,
      String newStatus,
      @Nullable String newSupersededBy,
      @Nullable String newSupersedes) {
    return new ScratchpadRow(
        id,
        actorKind,
        actorLabel,
        newContent,
        contentUri,
        contentHash,
        visibilityScope,
        scratchpadKind,
        newStatus,
        createdAt,
        newSupersededBy,
        newSupersedes);
  }
}
