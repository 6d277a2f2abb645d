-- Full-text search for readers: the workspace's active entries that have any of the query's words,
-- best first, the newest of equals first.
--
-- It looks at a bounded number of entries however common the words are: the workspace's newest, and
-- of each word up to a share. A word that is common now, which a tenth of the very newest entries
-- have, is looked for among the newest only; so are words past the tenth. In a workspace with no more
-- than the newest, or for rarer words that fewer entries have than the share, the result is exact.
-- Rows come from the setting's workspace, if this login is bound to it or has the
-- owner's rights.
CREATE FUNCTION kronicle.search_scratchpad(p_query text, p_limit integer)
RETURNS TABLE (scratchpad_entry_id uuid, actor_id uuid, content_inline text, content_uri text,
  content_hash text, visibility_scope text, scratchpad_kind text, status text,
  created_at timestamptz, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- Whatever statistics say or lack, the indexes are the way.
SET enable_seqscan = off
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  max_words CONSTANT integer := 10;
  newest CONSTANT integer := 500;
  sample CONSTANT integer := 50;
  common CONSTANT integer := 5;
  workspace text := sea.readable_workspace();
  terms bigint[];
  any_word tsquery;
  share integer;
BEGIN
  IF workspace IS NULL AND pg_has_role(session_user,
      (SELECT c.relowner FROM pg_class c
       WHERE c.oid = 'kronicle.agent_scratchpad_entries'::regclass), 'MEMBER') THEN
    workspace := current_setting('app.current_workspace_id', true);
  END IF;
  -- Of too many words the long ones: they are rarer. One that many of the newest entries have is not
  -- looked up: its index entry is long, and the newest entries are candidates anyway.
  SELECT array_agg(sea.search_term(workspace, w.word)) FILTER (WHERE w.seen < common),
      string_agg(w.quoted, ' | ')::tsquery
    INTO terms, any_word
    FROM (
      SELECT q.word, q.quoted, (
          SELECT count(*) FROM (
              SELECT s.search FROM kronicle.agent_scratchpad_entries s
                WHERE s.workspace_id = workspace ORDER BY s.created_at DESC LIMIT sample) s
            WHERE s.search @@ q.quoted::tsquery) AS seen
        FROM (
          SELECT word, '''' || replace(replace(word, '\', '\\'), '''', '''''') || '''' AS quoted
            FROM unnest(tsvector_to_array(to_tsvector('english', left(p_query, 4000)))) word
            ORDER BY length(word) DESC LIMIT max_words) q) w;
  IF any_word IS NULL OR workspace IS NULL OR p_limit IS NULL OR p_limit < 1 THEN
    RETURN;
  END IF;
  share := greatest(30, 300 / coalesce(cardinality(terms), 1));
  RETURN QUERY
    WITH candidate AS (
      SELECT s.id, s.at, ts_rank(s.search, any_word, 1) AS score
        FROM unnest(terms) term
        CROSS JOIN LATERAL (
          SELECT s.scratchpad_entry_id AS id, s.created_at AS at, s.workspace_id, s.search
            FROM kronicle.agent_scratchpad_entries s
            WHERE s.status = 'active' AND sea.search_terms(s.workspace_id, s.search) @> ARRAY[term]
            LIMIT share) s
        WHERE s.workspace_id = workspace AND s.search @@ any_word
      UNION
      SELECT s.id, s.at, ts_rank(s.search, any_word, 1)
        FROM (SELECT s.scratchpad_entry_id AS id, s.created_at AS at, s.search, s.status
          FROM kronicle.agent_scratchpad_entries s
          WHERE s.workspace_id = workspace ORDER BY s.created_at DESC LIMIT newest) s
        WHERE s.status = 'active' AND s.search @@ any_word
    ), best AS MATERIALIZED (
      SELECT c.id, c.at, c.score FROM candidate c
        ORDER BY c.score DESC, c.at DESC, c.id DESC LIMIT least(p_limit, 200)
    )
    SELECT s.scratchpad_entry_id, s.actor_id, s.content_inline, s.content_uri, s.content_hash,
        s.visibility_scope, s.scratchpad_kind, s.status, s.created_at, b.score
      FROM best b JOIN kronicle.agent_scratchpad_entries s ON s.scratchpad_entry_id = b.id
      ORDER BY b.score DESC, b.at DESC, b.id DESC;
END
$$;
