package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.events.StorableText;
import dev.kora.memory.isokron.substrate.Hits;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.ScratchpadScope;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads entries as a session sees them: what it superseded itself counts at once. The only way from
 * the tools, recall and the prompt to entries. Safe for all threads.
 */
public final class NodeReads {
  /** Of that many hits few enough are superseded for as many as were asked for to be left. */
  private static final int ASKED_FOR_EACH = 4;

  private final ScratchpadReads reads;
  private final SupersededOverlay overlay;
  private final HashDrift drift = new HashDrift();

  /** Makes the reads; {@code overlay} knows what the substrate does not yet. */
  public NodeReads(ScratchpadReads reads, SupersededOverlay overlay) {
    this.reads = reads;
    this.overlay = overlay;
  }

  /** Own active entries that bear on a text, best first; those that contain it if none do. */
  public List<ScratchpadRow> relevant(String workspace, String text, int limit)
      throws SubstrateException {
    String query = StorableText.repair(text);
    int most = Math.min(ASKED_FOR_EACH * limit, ScratchpadReads.MAX_HITS);
    List<ScratchpadRow> found =
        reads.search(workspace, QueryWords.telling(query), most, ScratchpadScope.OWN).rows();
    if (found.isEmpty() && !query.isBlank()) {
      found = reads.containing(workspace, query.strip(), most, ScratchpadScope.OWN).rows();
    }
    return shown(workspace, found).stream().limit(limit).toList();
  }

  /** Own active entries, newest first. */
  public List<ScratchpadRow> ownNewest(String workspace, int limit) throws SubstrateException {
    return shown(workspace, reads.newestOwn(workspace, limit));
  }

  /** Active entries of other agents that are open to this one, newest first. */
  public List<ScratchpadRow> othersNewest(String workspace, int limit) throws SubstrateException {
    return shown(workspace, reads.newestOthers(workspace, limit));
  }

  /** Whether an entry that was read before is superseded by now, as far as this process knows. */
  public boolean isHidden(String workspace, ScratchpadRow row) {
    return replacementOf(workspace, row).isPresent();
  }

  /** What this process has put in the place of an own entry, or is about to. */
  Optional<String> replacementOf(String workspace, ScratchpadRow row) {
    return isOwn(row) ? overlay.replacementOf(workspace, row.id().toString()) : Optional.empty();
  }

  boolean isOwn(ScratchpadRow row) {
    return row.actorKind().equals(reads.actorKind());
  }

  /** The kind of the agent whose entries are own. */
  String actorKind() {
    return reads.actorKind();
  }

  /** An entry that this agent may read, if there is one; whatever its age and status. */
  Optional<ScratchpadRow> byId(String workspace, UUID id) throws SubstrateException {
    Optional<ScratchpadRow> row = reads.byId(workspace, id);
    row.ifPresent(drift::check);
    return row;
  }

  /** Active nodes and plain entries, best or newest first; turns come by recall. */
  Hits search(String workspace, NodeQuery query) throws SubstrateException {
    ScratchpadScope scope =
        query.kind() == null
            ? new ScratchpadScope(query.others(), null, StoredText.Turn.BEGINNING)
            : new ScratchpadScope(query.others(), StoredText.Node.beginning(query.kind()), null);
    int most = ScratchpadReads.MAX_HITS;
    if (query.text() == null) {
      return fitting(workspace, query, reads.newest(workspace, most, scope));
    }
    String text = StorableText.repair(query.text());
    String words = QueryWords.telling(text);
    Hits hits = reads.search(workspace, words, most, scope);
    Hits fitting = fitting(workspace, query, hits);
    if (fitting.bounded()) {
      // What is out of scope, turns above all, has crowded out what is in it.
      Set<ScratchpadRow> more = new LinkedHashSet<>(hits.rows());
      more.addAll(reads.searchNewest(workspace, words, most, scope).rows());
      return fitting(workspace, query, new Hits(List.copyOf(more), true));
    }
    return hits.rows().isEmpty()
        ? fitting(workspace, query, reads.containing(workspace, text.strip(), most, scope))
        : fitting;
  }

  /** Bounded only if fewer are there than were asked for. */
  private Hits fitting(String workspace, NodeQuery query, Hits hits) {
    List<ScratchpadRow> rows = shown(workspace, hits.rows()).stream().limit(query.limit()).toList();
    return new Hits(rows, hits.bounded() && rows.size() < query.limit());
  }

  private List<ScratchpadRow> shown(String workspace, List<ScratchpadRow> rows) {
    List<ScratchpadRow> shown = new ArrayList<>();
    for (ScratchpadRow row : rows) {
      if (!isHidden(workspace, row)) {
        drift.check(row);
        shown.add(row);
      }
    }
    return shown;
  }
}
