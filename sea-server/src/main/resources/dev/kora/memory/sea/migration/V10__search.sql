-- Full-text search for readers: the workspace's active entries that have any of the query's words,
-- best first, the newest of equals first.
--
-- It reads a bounded number of rows however common the words are: of each word up to `share`
-- entries, and the newest entries of the workspace. Up to that bound the result is exact. Rows come
-- from the setting's workspace, if this login is bound to it or has the owner's rights.
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
  max_words CONSTANT integer := 32;
  newest CONSTANT integer := 300;
  workspace text := sea.readable_workspace();
  query tsvector := to_tsvector('english', left(p_query, 4000));
  terms bigint[];
  any_word tsquery;
  share integer;
BEGIN
  IF workspace IS NULL AND pg_has_role(session_user,
      (SELECT c.relowner FROM pg_class c
       WHERE c.oid = 'kronicle.agent_scratchpad_entries'::regclass), 'MEMBER') THEN
    workspace := current_setting('app.current_workspace_id', true);
  END IF;
  SELECT array_agg(sea.search_term(workspace, w.word)),
      string_agg('''' || replace(replace(w.word, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
    INTO terms, any_word
    FROM (SELECT word FROM unnest(tsvector_to_array(query)) word
      -- Of too many words the long ones: they are rarer.
      ORDER BY length(word) DESC LIMIT max_words) w;
  IF terms IS NULL OR workspace IS NULL OR p_limit IS NULL OR p_limit < 1 THEN
    RETURN;
  END IF;
  share := greatest(60, 900 / cardinality(terms));
  RETURN QUERY
    WITH candidate AS MATERIALIZED (
      SELECT found.scratchpad_entry_id
        FROM unnest(terms) term
        CROSS JOIN LATERAL (
          SELECT s.scratchpad_entry_id FROM kronicle.agent_scratchpad_entries s
            WHERE s.status = 'active' AND sea.search_terms(s.workspace_id, s.search) @> ARRAY[term]
            LIMIT share) found
      UNION
      SELECT recent.scratchpad_entry_id
        FROM (SELECT s.scratchpad_entry_id FROM kronicle.agent_scratchpad_entries s
          WHERE s.workspace_id = workspace ORDER BY s.created_at DESC LIMIT newest) recent
    )
    SELECT s.scratchpad_entry_id, s.actor_id, s.content_inline, s.content_uri, s.content_hash,
        s.visibility_scope, s.scratchpad_kind, s.status, s.created_at,
        ts_rank_cd(s.search, any_word, 1)
      FROM candidate JOIN kronicle.agent_scratchpad_entries s USING (scratchpad_entry_id)
      WHERE s.workspace_id = workspace AND s.status = 'active' AND s.search @@ any_word
      ORDER BY 10 DESC, s.created_at DESC, s.scratchpad_entry_id DESC
      LIMIT least(p_limit, 200);
END
$$;
