-- What an agent is told (charter, policies, constitution), and the typed graph.

CREATE TABLE public.kora_role_charter (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  schema_version integer NOT NULL CHECK (schema_version >= 1),
  content_md text NOT NULL,
  content_jsonb jsonb NOT NULL CHECK (jsonb_typeof(content_jsonb) = 'object'),
  -- SHA-256 of content_md, in hex. Not enforced here: whoever reads a charter checks it.
  content_hash text,
  created_at timestamptz NOT NULL DEFAULT now(),
  superseded_at timestamptz
);
CREATE UNIQUE INDEX kora_role_charter_active
  ON public.kora_role_charter (workspace_id) WHERE superseded_at IS NULL;

CREATE TABLE public.kora_policy_registry (
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  policy_path text NOT NULL CHECK (policy_path LIKE 'policy.%'),
  policy_value jsonb NOT NULL,
  PRIMARY KEY (workspace_id, policy_path)
);

CREATE TABLE kronicle.workspace_constitution_revisions (
  revision_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  revision_number integer NOT NULL CHECK (revision_number >= 1),
  rules_hash bytea NOT NULL CHECK (octet_length(rules_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, revision_number)
);

CREATE FUNCTION sea.is_node_kind(p_kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p_kind IN ('Decision', 'Gotcha', 'Pattern', 'Convention', 'Concept', 'Ticket',
    'FailedAttempt', 'AcceptanceTest', 'GamingPattern', 'Project', 'Component', 'Milestone',
    'CrossCut', 'ExternalDependency', 'Resource', 'Tool', 'Schema', 'KronicleBlock')
$$;

-- An edge may name things that are kept outside the scratchpad, so its ends are no foreign keys.
CREATE TABLE public.relationlink (
  link_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  actor_id uuid NOT NULL,
  from_entity_kind text NOT NULL CHECK (sea.is_node_kind(from_entity_kind)),
  from_entity_id uuid NOT NULL,
  to_entity_kind text NOT NULL CHECK (sea.is_node_kind(to_entity_kind)),
  to_entity_id uuid NOT NULL,
  link_type text NOT NULL CHECK (link_type IN ('parent_of', 'relates_to', 'inspired_by',
    'responds_to', 'conflicts_with', 'supersedes', 'blocks', 'depends_on', 'condenses_into',
    'branches_from', 'references', 'derived_from', 'applies_to', 'validates', 'grounds_in',
    'documented_in', 'implements', 'duplicates', 'caused_by', 'part_of', 'covers')),
  link_weight integer,
  validity_state text NOT NULL DEFAULT 'active'
    CHECK (validity_state IN ('active', 'superseded', 'disputed', 'tombstoned')),
  evidence_block_ids uuid[] NOT NULL DEFAULT '{}',
  rationale_block_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  chain_event_id uuid NOT NULL UNIQUE REFERENCES hivex_foundation.event_log (event_id),
  CHECK (from_entity_id <> to_entity_id),
  FOREIGN KEY (workspace_id, actor_id) REFERENCES public.actor_registry (workspace_id, actor_id)
);
CREATE UNIQUE INDEX relationlink_active_edge
  ON public.relationlink (workspace_id, from_entity_id, to_entity_id, link_type)
  WHERE validity_state = 'active';
CREATE INDEX relationlink_to ON public.relationlink (workspace_id, to_entity_id);
CREATE INDEX relationlink_from ON public.relationlink (workspace_id, from_entity_id);
