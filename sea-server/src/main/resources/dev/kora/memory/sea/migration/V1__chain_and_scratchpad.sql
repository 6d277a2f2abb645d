-- The foundation: workspaces and their actors, the hash chain, the agents' scratchpad.
-- Everything is owned by the role that runs this; two group roles serve requests.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'sea_writer') THEN
    CREATE ROLE sea_writer NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'sea_reader') THEN
    CREATE ROLE sea_reader NOLOGIN;
  END IF;
  -- Where PUBLIC may not connect.
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO sea_reader', current_database());
END
$$;
GRANT sea_writer TO CURRENT_USER;

CREATE SCHEMA hivex_foundation;
CREATE SCHEMA kronicle;

-- Workspaces ------------------------------------------------------------------------------------

CREATE TABLE hivex_foundation.tenant (
  tenant_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  clerk_org_id text NOT NULL UNIQUE CHECK (clerk_org_id <> ''),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.actor_registry (
  actor_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  actor_kind text NOT NULL CHECK (actor_kind IN ('operator', 'oracle', 'critic', 'claude_pm', 'hermes',
    'kora', 'platform_seal', 'platform_rollback', 'platform_session_expiry')),
  display_name text NOT NULL,
  canonical boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX actor_registry_canonical
  ON public.actor_registry (workspace_id, actor_kind) WHERE canonical;

CREATE TABLE sea.service_token (
  token_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  actor_id uuid NOT NULL REFERENCES public.actor_registry (actor_id),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  -- A server's own, for as long as that server lives.
  of_server boolean NOT NULL DEFAULT false
);

CREATE TABLE sea.reader_binding (
  role_name name PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- A server's own reader sees nothing any more when that server has been gone for a while.
  expires_at timestamptz
);

-- The chain -------------------------------------------------------------------------------------

CREATE TABLE hivex_foundation.event_log (
  event_id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES hivex_foundation.tenant (tenant_id),
  seq bigint NOT NULL CHECK (seq >= 1),
  event_key uuid NOT NULL,
  event_type text NOT NULL,
  actor_id uuid NOT NULL REFERENCES public.actor_registry (actor_id),
  actor_kind text NOT NULL,
  occurred_at timestamptz NOT NULL,
  occurred_us bigint NOT NULL,
  emitted_us bigint NOT NULL,
  payload jsonb NOT NULL,
  payload_c14n bytea NOT NULL,
  payload_sha256 bytea NOT NULL CHECK (octet_length(payload_sha256) = 32),
  prev_event_hash bytea NOT NULL CHECK (octet_length(prev_event_hash) = 32),
  this_event_hash bytea NOT NULL CHECK (octet_length(this_event_hash) = 32),
  hash_version smallint NOT NULL,
  UNIQUE (tenant_id, seq),
  UNIQUE (tenant_id, event_key),
  UNIQUE (tenant_id, prev_event_hash)
);

CREATE TABLE hivex_foundation.chain_head (
  tenant_id uuid PRIMARY KEY REFERENCES hivex_foundation.tenant (tenant_id),
  seq bigint NOT NULL CHECK (seq >= 0),
  this_event_hash bytea NOT NULL CHECK (octet_length(this_event_hash) = 32)
);

-- The scratchpad --------------------------------------------------------------------------------

CREATE TABLE kronicle.agent_scratchpad_entries (
  scratchpad_entry_id uuid PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  actor_id uuid NOT NULL REFERENCES public.actor_registry (actor_id),
  content_inline text,
  content_uri text,
  content_hash text NOT NULL,
  visibility_scope text NOT NULL
    CHECK (visibility_scope IN ('agent_private', 'cross_agent_dereferenceable')),
  scratchpad_kind text NOT NULL CHECK (scratchpad_kind IN ('reasoning_trail', 'hypothesis',
    'discarded_option', 'override_rationale', 'self_critique', 'route_decision', 'compacted_summary')),
  status text NOT NULL DEFAULT 'active'
    CHECK (status IN ('active', 'superseded', 'invalidated', 'tombstoned')),
  created_at timestamptz NOT NULL,
  approved_event_id uuid NOT NULL UNIQUE REFERENCES hivex_foundation.event_log (event_id),
  CHECK ((content_inline IS NULL) <> (content_uri IS NULL))
);
CREATE INDEX agent_scratchpad_entries_newest
  ON kronicle.agent_scratchpad_entries (workspace_id, created_at DESC);
CREATE INDEX agent_scratchpad_entries_text
  ON kronicle.agent_scratchpad_entries USING gin (to_tsvector('english', content_inline));

-- Who sees which rows ---------------------------------------------------------------------------

-- The workspace of this login, if the setting names the same one. A setting alone is no boundary:
-- any client can set it. session_user cannot be changed by SET ROLE.
CREATE FUNCTION sea.readable_workspace() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT b.workspace_id FROM sea.reader_binding b
  WHERE b.role_name = session_user AND (b.expires_at IS NULL OR b.expires_at > now())
    AND b.workspace_id = current_setting('app.current_workspace_id', true)
$$;

ALTER TABLE hivex_foundation.tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE hivex_foundation.tenant FORCE ROW LEVEL SECURITY;
ALTER TABLE hivex_foundation.event_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE hivex_foundation.event_log FORCE ROW LEVEL SECURITY;
ALTER TABLE hivex_foundation.chain_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE hivex_foundation.chain_head FORCE ROW LEVEL SECURITY;
ALTER TABLE public.actor_registry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.actor_registry FORCE ROW LEVEL SECURITY;
ALTER TABLE kronicle.agent_scratchpad_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE kronicle.agent_scratchpad_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY reader ON hivex_foundation.tenant FOR SELECT TO sea_reader
  USING (clerk_org_id = (SELECT sea.readable_workspace()));
CREATE POLICY reader ON hivex_foundation.event_log FOR SELECT TO sea_reader
  USING (tenant_id = (SELECT t.tenant_id FROM hivex_foundation.tenant t
                      WHERE t.clerk_org_id = sea.readable_workspace()));
CREATE POLICY reader ON public.actor_registry FOR SELECT TO sea_reader
  USING (workspace_id = (SELECT sea.readable_workspace()));
CREATE POLICY reader ON kronicle.agent_scratchpad_entries FOR SELECT TO sea_reader
  USING (workspace_id = (SELECT sea.readable_workspace()));

-- The owner, when it is no superuser: the list of workspaces and heads whole, rows one workspace at
-- a time.
CREATE POLICY owner ON hivex_foundation.tenant TO CURRENT_USER USING (true);
CREATE POLICY owner ON hivex_foundation.chain_head TO CURRENT_USER USING (true);
CREATE POLICY owner ON public.actor_registry TO CURRENT_USER
  USING (workspace_id = current_setting('app.current_workspace_id', true));
CREATE POLICY owner ON kronicle.agent_scratchpad_entries TO CURRENT_USER
  USING (workspace_id = current_setting('app.current_workspace_id', true));
CREATE POLICY owner ON hivex_foundation.event_log TO CURRENT_USER
  USING (tenant_id = (SELECT t.tenant_id FROM hivex_foundation.tenant t
                      WHERE t.clerk_org_id = current_setting('app.current_workspace_id', true)));

GRANT USAGE ON SCHEMA hivex_foundation, kronicle, sea, public TO sea_reader;
GRANT SELECT ON hivex_foundation.tenant, hivex_foundation.event_log, public.actor_registry,
  kronicle.agent_scratchpad_entries TO sea_reader;
GRANT USAGE ON SCHEMA sea TO sea_writer;
