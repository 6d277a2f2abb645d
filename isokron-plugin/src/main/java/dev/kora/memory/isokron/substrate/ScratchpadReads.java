package dev.kora.memory.isokron.substrate;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads of the agents' scratchpad. */
public final class ScratchpadReads {
  // What is superseded is known from the status and from the events of the workspace's own agent.
  private static final String SELECT =
      """
      WITH superseded AS (
        SELECT DISTINCT ON (e.payload->>'superseded_entry_id')
               e.payload->>'superseded_entry_id' AS old_id, e.payload->>'new_entry_id' AS new_id
          FROM hivex_foundation.event_log e
          JOIN hivex_foundation.tenant t ON t.tenant_id = e.tenant_id
          JOIN public.actor_registry a ON a.actor_id = e.actor_id
         WHERE t.clerk_org_id = ? AND e.event_type = 'kora.node.superseded'
           AND a.actor_kind = 'kora'
         ORDER BY e.payload->>'superseded_entry_id', e.occurred_at DESC
      )
      SELECT s.scratchpad_entry_id, r.actor_kind, r.display_name, s.content_inline, s.content_uri,
             s.content_hash, s.visibility_scope, s.scratchpad_kind, s.status, s.created_at,
             x.new_id,
             (SELECT y.old_id FROM superseded y
               WHERE y.new_id = s.scratchpad_entry_id::text LIMIT 1)
        FROM kronicle.agent_scratchpad_entries s
        JOIN public.actor_registry r ON r.actor_id = s.actor_id
        LEFT JOIN superseded x ON x.old_id = s.scratchpad_entry_id::text
       WHERE s.workspace_id = ?
      """;
  private static final String OWN_ACTIVE =
      " AND r.actor_kind = ? AND s.status = 'active' AND x.old_id IS NULL";

  private static final String BY_ID =
      SELECT
          + " AND s.scratchpad_entry_id = ?"
          + " AND (r.actor_kind = ? OR s.visibility_scope = 'cross_agent_dereferenceable')";
  private static final String NEWEST =
      SELECT + OWN_ACTIVE + " ORDER BY s.created_at DESC, s.scratchpad_entry_id DESC LIMIT ?";

  private static final String NEWEST_OTHERS =
      SELECT
          + " AND r.actor_kind <> ? AND s.status = 'active'"
          + " AND s.visibility_scope = 'cross_agent_dereferenceable'"
          + " ORDER BY s.created_at DESC, s.scratchpad_entry_id DESC LIMIT ?";

  // Any of the query's words may match; the more and the closer, the higher the rank.
  private static final String ANY_WORD =
      "replace(plainto_tsquery('english', ?)::text, ''' & ''', ''' | ''')::tsquery";
  private static final String RELEVANT =
      SELECT
          + OWN_ACTIVE
          + " AND to_tsvector('english', s.content_inline) @@ "
          + ANY_WORD
          + " ORDER BY ts_rank_cd(to_tsvector('english', s.content_inline), "
          + ANY_WORD
          + ", 1) DESC, s.created_at DESC LIMIT ?";
  private static final String CONTAINING =
      SELECT
          + OWN_ACTIVE
          + " AND strpos(lower(s.content_inline), lower(?)) > 0"
          + " ORDER BY s.created_at DESC, s.scratchpad_entry_id DESC LIMIT ?";

  private final Substrate substrate;
  private final String actorKind;

  /** Makes the reads; {@code actorKind} is that of the agent whose entries are "own". */
  public ScratchpadReads(Substrate substrate, String actorKind) {
    this.substrate = substrate;
    this.actorKind = actorKind;
  }

  /** Whether an entry is this agent's. */
  public boolean isOwn(ScratchpadRow row) {
    return row.actorKind().equals(actorKind);
  }

  /**
   * One entry of the workspace, whatever its age and status: an own one, or another agent's that is
   * open to others.
   */
  public Optional<ScratchpadRow> byId(String workspace, UUID id) throws SubstrateException {
    return read(workspace, BY_ID, id, actorKind).stream().findFirst();
  }

  /** Own active entries, newest first. */
  public List<ScratchpadRow> newestOwn(String workspace, int limit) throws SubstrateException {
    return read(workspace, NEWEST, actorKind, limit);
  }

  /** Active entries of other agents that are open to this one, newest first. */
  public List<ScratchpadRow> newestOthers(String workspace, int limit) throws SubstrateException {
    return read(workspace, NEWEST_OTHERS, actorKind, limit);
  }

  /** Own active entries that bear on a text, best first; those that contain it if none do. */
  public List<ScratchpadRow> relevantOwn(String workspace, String text, int limit)
      throws SubstrateException {
    List<ScratchpadRow> rows = read(workspace, RELEVANT, actorKind, text, text, limit);
    return rows.isEmpty() && !text.isBlank()
        ? read(workspace, CONTAINING, actorKind, text.strip(), limit)
        : rows;
  }

  private List<ScratchpadRow> read(String workspace, String sql, Object... parameters)
      throws SubstrateException {
    return substrate.read(
        workspace,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, workspace);
            query.setString(2, workspace);
            for (int i = 0; i < parameters.length; i++) {
              query.setObject(i + 3, parameters[i]);
            }
            List<ScratchpadRow> rows = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                rows.add(entry(row));
              }
            }
            return rows;
          }
        });
  }

  private static ScratchpadRow entry(ResultSet row) throws SQLException {
    return new ScratchpadRow(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getObject(10, OffsetDateTime.class).toInstant(),
        row.getString(11),
        row.getString(12));
  }
}
