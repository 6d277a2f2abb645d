package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Reads entries as a session sees them: what it superseded itself counts at once. */
public final class NodeReads {
  private static final Logger LOG = LogManager.getLogger(NodeReads.class);

  private final ScratchpadReads reads;
  private final SupersededOverlay overlay;

  /** Makes the reads; {@code overlay} knows what the substrate does not yet. */
  public NodeReads(ScratchpadReads reads, SupersededOverlay overlay) {
    this.reads = reads;
    this.overlay = overlay;
  }

  /** Own active entries that bear on a text, best first. */
  public List<ScratchpadRow> relevant(String workspace, String text, int limit)
      throws SubstrateException {
    return reads.relevantOwn(workspace, text, limit).stream()
        .filter(row -> !isHidden(workspace, row))
        .peek(NodeReads::checkHash)
        .toList();
  }

  /** Own active entries, newest first. */
  public List<ScratchpadRow> ownNewest(String workspace, int limit) throws SubstrateException {
    return reads.newestOwn(workspace, limit).stream()
        .filter(row -> !isHidden(workspace, row))
        .peek(NodeReads::checkHash)
        .toList();
  }

  /** Active entries of other agents that are open to this one, newest first. */
  public List<ScratchpadRow> othersNewest(String workspace, int limit) throws SubstrateException {
    return reads.newestOthers(workspace, limit).stream().peek(NodeReads::checkHash).toList();
  }

  /** Whether an entry that was read before is superseded by now, as far as this process knows. */
  public boolean isHidden(String workspace, ScratchpadRow row) {
    return isOwn(row) && overlay.replacementOf(workspace, row.id().toString()).isPresent();
  }

  boolean isOwn(ScratchpadRow row) {
    return reads.isOwn(row);
  }

  /** An entry that this agent may read, if there is one. */
  Optional<ScratchpadRow> byId(String workspace, String id) throws SubstrateException {
    Optional<ScratchpadRow> row = reads.byId(workspace, UUID.fromString(id));
    row.ifPresent(NodeReads::checkHash);
    return row;
  }

  private static void checkHash(ScratchpadRow row) {
    String content = row.content();
    if (content != null
        && (row.contentHash() == null
            || !ScratchpadWriter.hash(content)
                .equals(row.contentHash().toLowerCase(Locale.ROOT)))) {
      LOG.warn("[kora.isokron] content_hash drift in entry {}; it is served as it is", row.id());
    }
  }
}
