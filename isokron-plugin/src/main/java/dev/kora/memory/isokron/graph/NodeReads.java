package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.events.StorableText;
import dev.kora.memory.isokron.substrate.Hits;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.ScratchpadScope;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Reads entries as a session sees them: what it superseded itself counts at once. The only way from
 * the tools, recall and the prompt to entries. Safe for all threads.
 */
public final class NodeReads {
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
    List<ScratchpadRow> found = withWords(workspace, query, limit, ScratchpadScope.OWN).rows();
    if (found.isEmpty() && !query.isBlank()) {
      int most = ScratchpadReads.MAX_HITS;
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
    return row.map(found -> asKnown(workspace, found));
  }

  /** With the revisions that this process knows of before the substrate's events say so. */
  private ScratchpadRow asKnown(String workspace, ScratchpadRow row) {
    if (!isOwn(row)) {
      return row;
    }
    String id = row.id().toString();
    String fresh = overlay.replacementOf(workspace, id).orElse(row.supersededBy());
    String status = fresh != null && row.isActive() ? "superseded" : row.status();
    String old = overlay.replacedBy(workspace, id).orElse(row.supersedes());
    return row.with(status, fresh, old);
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
    Hits hits = withWords(workspace, text, query.limit(), scope);
    if (hits.rows().isEmpty()) {
      // Bounded if either was: not all that this looks at were looked at for the words, too.
      Hits parts = reads.containing(workspace, text.strip(), most, scope);
      hits = new Hits(parts.rows(), hits.bounded() || parts.bounded());
    }
    return fitting(workspace, query, hits);
  }

  /** Those that have any word of a text; bounded where older ones may have been left out. */
  private Hits withWords(String workspace, String text, int limit, ScratchpadScope scope)
      throws SubstrateException {
    String words = QueryWords.telling(text);
    Hits best = reads.byFunction(workspace, words, scope);
    long shown = best.rows().stream().filter(row -> !isHidden(workspace, row)).count();
    if (shown >= limit || !best.bounded()) {
      return new Hits(best.rows(), false);
    }
    Hits newest = reads.searchNewest(workspace, words, ScratchpadReads.MAX_HITS, scope);
    Map<UUID, ScratchpadRow> all = new LinkedHashMap<>();
    Stream.concat(best.rows().stream(), newest.rows().stream())
        .forEach(row -> all.putIfAbsent(row.id(), row));
    return new Hits(List.copyOf(all.values()), newest.bounded());
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
        shown.add(asKnown(workspace, row));
      }
    }
    return shown;
  }
}
