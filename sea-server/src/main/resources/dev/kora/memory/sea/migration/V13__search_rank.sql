-- The search ranks by rarity: an entry's rank is the sum, over the query's words that it has, of
-- ln(1 + (N - n + 0.5) / (n + 0.5)), the inverse document frequency of BM25 (Robertson and Zaragoza,
-- The Probabilistic Relevance Framework, 2009), where n of the N candidates have the word. Among
-- equals it is ts_rank (how often, how short the text), then the newest. All else is as in V10.

-- The function keeps its owner; a member of that role may replace it (see V11).
GRANT sea_search TO CURRENT_USER;

CREATE OR REPLACE FUNCTION kronicle.search_scratchpad(p_query text, p_limit integer)
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
  -- Less than what one more rare word adds, so that it decides among equals only.
  tie_break CONSTANT real := 0.001;
  workspace text := sea.readable_workspace();
  terms bigint[];
  words tsquery[];
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
      array_agg(w.quoted::tsquery), string_agg(w.quoted, ' | ')::tsquery
    INTO terms, words, any_word
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
    WITH looked_at AS (
      SELECT s.id, s.at, s.search
        FROM unnest(terms) term
        CROSS JOIN LATERAL (
          SELECT s.scratchpad_entry_id AS id, s.created_at AS at, s.workspace_id, s.search
            FROM kronicle.agent_scratchpad_entries s
            WHERE s.status = 'active' AND sea.search_terms(s.workspace_id, s.search) @> ARRAY[term]
            LIMIT share) s
        WHERE s.workspace_id = workspace AND s.search @@ any_word
      UNION ALL
      SELECT s.id, s.at, s.search
        FROM (SELECT s.scratchpad_entry_id AS id, s.created_at AS at, s.search, s.status
          FROM kronicle.agent_scratchpad_entries s
          WHERE s.workspace_id = workspace ORDER BY s.created_at DESC LIMIT newest) s
        WHERE s.status = 'active' AND s.search @@ any_word
    ), candidate AS MATERIALIZED (
      SELECT DISTINCT l.id, l.at, ts_rank(v.search, any_word, 1) AS score,
          (SELECT array_agg(w.n) FROM unnest(words) WITH ORDINALITY AS w (word, n)
            WHERE v.search @@ w.word) AS has
        FROM looked_at l
        -- A long vector is unpacked once here, not once for each word.
        CROSS JOIN LATERAL (SELECT l.search || ''::tsvector AS search OFFSET 0) v
    ), weight AS MATERIALIZED (
      SELECT w.n, ln(1 + (c.all_of_them - count(*) + 0.5) / (count(*) + 0.5)) AS idf
        FROM candidate, unnest(has) AS w (n), (SELECT count(*) AS all_of_them FROM candidate) c
        GROUP BY w.n, c.all_of_them
    ), best AS MATERIALIZED (
      SELECT c.id, c.at, (r.idf + tie_break * c.score)::real AS rank
        FROM candidate c
        CROSS JOIN LATERAL (SELECT sum(w.idf) AS idf FROM weight w WHERE w.n = ANY (c.has)) r
        ORDER BY rank DESC, c.at DESC, c.id DESC LIMIT least(p_limit, 200)
    )
    SELECT s.scratchpad_entry_id, s.actor_id, s.content_inline, s.content_uri, s.content_hash,
        s.visibility_scope, s.scratchpad_kind, s.status, s.created_at, b.rank
      FROM best b JOIN kronicle.agent_scratchpad_entries s ON s.scratchpad_entry_id = b.id
      ORDER BY b.rank DESC, b.at DESC, b.id DESC;
END
$$;

REVOKE sea_search FROM CURRENT_USER;
