package dev.kora.memory.isokron.substrate;

/** The queries of {@link ScratchpadReads}. The workspace is always bound, whatever the policies. */
final class ScratchpadSql {
  private static final String COLUMNS =
      """
       s.scratchpad_entry_id, r.actor_kind, r.display_name, s.content_inline, s.content_uri,
       s.content_hash, s.visibility_scope, s.scratchpad_kind, s.status, s.created_at
      """;
  private static final String ACTOR = " JOIN public.actor_registry r ON r.actor_id = s.actor_id";
  private static final String ENTRIES =
      "SELECT"
          + COLUMNS
          + " FROM kronicle.agent_scratchpad_entries s"
          + ACTOR
          + " WHERE s.workspace_id = ?";
  private static final String NEWEST_FIRST =
      " ORDER BY s.created_at DESC, s.scratchpad_entry_id DESC LIMIT ?";
  private static final String SHARED = "s.visibility_scope = 'cross_agent_dereferenceable'";

  /** Own ones, and with true others' that are open to this agent; how the text begins, or not. */
  private static final String IN_SCOPE =
      " (r.actor_kind = ? OR (? AND "
          + SHARED
          + "))"
          + " AND (?::text IS NULL OR starts_with(s.content_inline, ?::text))"
          + " AND (?::text IS NULL OR NOT starts_with(coalesce(s.content_inline, ''), ?::text))";

  /** Workspace, id, own kind. */
  static final String BY_ID =
      ENTRIES + " AND s.scratchpad_entry_id = ? AND (r.actor_kind = ? OR " + SHARED + ")";

  /** Workspace, own kind, limit. */
  static final String NEWEST_OWN =
      ENTRIES + " AND s.status = 'active' AND r.actor_kind = ?" + NEWEST_FIRST;

  /** Workspace, own kind, limit. The conditions stand here as an index has them. */
  static final String NEWEST_OTHERS =
      ENTRIES + " AND s.status = 'active' AND r.actor_kind <> ? AND " + SHARED + NEWEST_FIRST;

  static final String HAS_FUNCTION =
      "SELECT coalesce(has_function_privilege("
          + "to_regprocedure('kronicle.search_scratchpad(text,integer)')::oid, 'EXECUTE'), false)";

  /**
   * Whether the function may have left out an entry that has a word of the query. It looks for ten
   * words at most, up to 300 divided by them entries of each; but among the newest 500 only for a
   * word that five of the newest 50 have. Text, workspace, workspace.
   */
  private static final String FUNCTION_LEFT_OUT =
      """
      WITH q AS MATERIALIZED (SELECT tsvector_to_array(to_tsvector('english', ?::text)) AS words)
      SELECT CASE
          WHEN f.seen >= %d OR cardinality(q.words) > 10 THEN true
          WHEN NOT EXISTS (
            SELECT 1 FROM kronicle.agent_scratchpad_entries e
             WHERE e.workspace_id = ? ORDER BY e.created_at DESC OFFSET 500) THEN false
          ELSE f.seen >= 300 / greatest(cardinality(q.words), 1) OR EXISTS (
            SELECT 1
              FROM (SELECT e.content_inline FROM kronicle.agent_scratchpad_entries e
                     WHERE e.workspace_id = ? ORDER BY e.created_at DESC LIMIT 50) n
             CROSS JOIN LATERAL unnest(to_tsvector('english', left(n.content_inline, 131072))) w
             WHERE w.lexeme = ANY(q.words) GROUP BY w.lexeme HAVING count(*) >= 5)
        END AS bounded
        FROM q CROSS JOIN (SELECT count(*) AS seen FROM looked_at) f
      """
          .formatted(ScratchpadReads.MAX_HITS);

  /**
   * Text, text, workspace, workspace, workspace, scope. The join puts the filter behind a function
   * that has rights.
   */
  static final String BY_FUNCTION =
      "WITH looked_at AS MATERIALIZED ("
          + "SELECT scratchpad_entry_id, rank, created_at FROM kronicle.search_scratchpad(?, "
          + ScratchpadReads.MAX_HITS
          + ")), n AS MATERIALIZED ("
          + FUNCTION_LEFT_OUT
          + ") SELECT x.*, n.bounded FROM n LEFT JOIN LATERAL (SELECT"
          + COLUMNS
          + " FROM looked_at f"
          + " JOIN kronicle.agent_scratchpad_entries s"
          + " ON s.scratchpad_entry_id = f.scratchpad_entry_id AND s.workspace_id = ?"
          + ACTOR
          + " WHERE"
          + IN_SCOPE
          + " ORDER BY f.rank DESC, f.created_at DESC, f.scratchpad_entry_id DESC) x ON true";

  // Any of the query's words may match; the more and the closer, the higher the rank.
  private static final String ANY_WORD =
      "replace(plainto_tsquery('english', ?)::text, ''' & ''', ''' | ''')::tsquery";
  private static final String WORDS = "to_tsvector('english', left(s.content_inline, 131072))";

  private static final int SLOW_ENTRIES = 2_000;
  private static final int SCANNED_ENTRIES = 5_000;

  /** Workspace, workspace, scope, text, text, limit. */
  static final String BY_WORDS =
      amongNewest(
          SLOW_ENTRIES,
          " AND "
              + WORDS
              + " @@ "
              + ANY_WORD
              + " ORDER BY ts_rank("
              + WORDS
              + ", "
              + ANY_WORD
              + ", 1) DESC, s.created_at DESC, s.scratchpad_entry_id DESC LIMIT ?");

  /** Workspace, workspace, scope, text, limit. */
  static final String CONTAINING =
      amongNewest(
          SCANNED_ENTRIES, " AND strpos(lower(s.content_inline), lower(?)) > 0" + NEWEST_FIRST);

  /** Workspace, workspace, scope, limit. */
  static final String NEWEST = amongNewest(SCANNED_ENTRIES, NEWEST_FIRST);

  private ScratchpadSql() {}

  // Nothing is kept on the way, so that it ends with the last entry that is asked for. One more
  // than that many, which tells whether there are more.
  private static String amongNewest(int entries, String condition) {
    String newest =
        " FROM kronicle.agent_scratchpad_entries e"
            + " WHERE e.workspace_id = ? ORDER BY e.created_at DESC LIMIT "
            + (entries + 1);
    return "SELECT x.*, n.bounded FROM (SELECT count(*) > "
        + entries
        + " AS bounded FROM (SELECT 1"
        + newest
        + ") c) n LEFT JOIN LATERAL (SELECT"
        + COLUMNS
        + " FROM (SELECT e.scratchpad_entry_id, e.actor_id, e.content_inline, e.content_uri,"
        + " e.content_hash, e.visibility_scope, e.scratchpad_kind, e.status, e.created_at"
        + newest
        + ") s"
        + ACTOR
        + " WHERE s.status = 'active' AND"
        + IN_SCOPE
        + condition
        + ") x ON true";
  }
}
