-- The agents' scratchpad, and what finds its entries by their words.

CREATE TABLE kronicle.agent_scratchpad_entries (
  scratchpad_entry_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  actor_id uuid NOT NULL,
  content_inline text,
  content_uri text,
  content_hash text NOT NULL,
  visibility_scope text NOT NULL
    CHECK (visibility_scope IN ('agent_private', 'cross_agent_dereferenceable')),
  scratchpad_kind text NOT NULL CHECK (scratchpad_kind IN ('reasoning_trail', 'hypothesis',
    'discarded_option', 'override_rationale', 'self_critique', 'route_decision', 'compacted_summary')),
  status text NOT NULL DEFAULT 'active'
    CHECK (status IN ('active', 'superseded', 'invalidated', 'tombstoned')),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- The event written with it. Null only in rows that an operator brought from elsewhere.
  approved_event_id uuid UNIQUE REFERENCES hivex_foundation.event_log (event_id),
  -- Which of its actor's writes it is: 1, 2, 3… The rate limit counts by it.
  actor_seq bigint CHECK (actor_seq >= 1),
  -- The entry that this one replaces; no entry is replaced twice.
  supersedes_entry_id uuid UNIQUE,
  -- A text of any length can be kept; past this its words are not searched (a tsvector ends at 1 MB).
  search tsvector GENERATED ALWAYS AS (to_tsvector('english', left(content_inline, 131072))) STORED,
  CHECK ((content_inline IS NULL) <> (content_uri IS NULL)),
  UNIQUE (workspace_id, scratchpad_entry_id),
  UNIQUE (workspace_id, actor_id, actor_seq),
  FOREIGN KEY (workspace_id, actor_id) REFERENCES public.actor_registry (workspace_id, actor_id),
  FOREIGN KEY (workspace_id, supersedes_entry_id)
    REFERENCES kronicle.agent_scratchpad_entries (workspace_id, scratchpad_entry_id)
);
CREATE INDEX agent_scratchpad_entries_newest
  ON kronicle.agent_scratchpad_entries (workspace_id, created_at DESC);

-- A word as it stands in the index: with its workspace, so that one workspace's search never reads
-- another's postings, and as a number, so that a key is small whatever the word. Two words that
-- share a number only cost a look at the row.
CREATE FUNCTION sea.search_term(p_workspace_id text, p_word text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT hashtextextended(p_word, hashtextextended(p_workspace_id, 0))
$$;

CREATE FUNCTION sea.search_terms(p_workspace_id text, p_search tsvector) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT array_agg(hashtextextended(word, hashtextextended(p_workspace_id, 0)))
    FROM unnest(tsvector_to_array(p_search)) word
$$;

-- No pending list: a search would have to read it whole.
CREATE INDEX agent_scratchpad_entries_words ON kronicle.agent_scratchpad_entries
  USING gin (sea.search_terms(workspace_id, search)) WITH (fastupdate = off)
  WHERE status = 'active';
