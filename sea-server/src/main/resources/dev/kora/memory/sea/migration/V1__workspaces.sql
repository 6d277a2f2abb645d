-- Workspaces, their actors, and who may come in. Everything is owned by the role that runs this;
-- three group roles serve requests: sea_writer calls the write functions, sea_reader reads one
-- workspace, sea_search is what the search function runs as.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['sea_writer', 'sea_reader', 'sea_search'] LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
  END LOOP;
  -- Where PUBLIC may not connect.
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO sea_reader', current_database());
END
$$;
GRANT sea_writer TO CURRENT_USER;

CREATE SCHEMA hivex_foundation;
CREATE SCHEMA kronicle;
GRANT USAGE ON SCHEMA hivex_foundation, kronicle, sea, public TO sea_reader;
GRANT USAGE ON SCHEMA kronicle, sea TO sea_search;
GRANT USAGE ON SCHEMA sea TO sea_writer;

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
  created_at timestamptz NOT NULL DEFAULT now(),
  -- What rows of a workspace refer to, so that they cannot name another's actor.
  UNIQUE (workspace_id, actor_id)
);
CREATE UNIQUE INDEX actor_registry_canonical
  ON public.actor_registry (workspace_id, actor_kind) WHERE canonical;

CREATE TABLE sea.service_token (
  token_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  actor_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  -- A server's own, for as long as that server lives.
  of_server boolean NOT NULL DEFAULT false,
  FOREIGN KEY (workspace_id, actor_id) REFERENCES public.actor_registry (workspace_id, actor_id)
);

CREATE TABLE sea.reader_binding (
  role_name name PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES hivex_foundation.tenant (clerk_org_id),
  created_at timestamptz NOT NULL DEFAULT now(),
  -- A server's own reader sees nothing any more when that server has been gone for a while.
  expires_at timestamptz
);

-- The workspace of this login, if the setting names the same one. A setting alone is no boundary:
-- any client can set it. session_user cannot be changed by SET ROLE.
CREATE FUNCTION sea.readable_workspace() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT b.workspace_id FROM sea.reader_binding b
  WHERE b.role_name = session_user AND (b.expires_at IS NULL OR b.expires_at > now())
    AND b.workspace_id = current_setting('app.current_workspace_id', true)
$$;
