-- The hash chain: one per workspace, its events in event_log, its end in chain_head.

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
  -- The tenant comes last. A session that made its plans while the table was new and unknown would
  -- take any index that begins with it for a lookup by key, and read the whole chain each time.
  CONSTRAINT event_log_key_once UNIQUE (event_key, tenant_id),
  CONSTRAINT event_log_no_fork UNIQUE (prev_event_hash, tenant_id)
);

CREATE TABLE hivex_foundation.chain_head (
  tenant_id uuid PRIMARY KEY REFERENCES hivex_foundation.tenant (tenant_id),
  seq bigint NOT NULL CHECK (seq >= 0),
  this_event_hash bytea NOT NULL CHECK (octet_length(this_event_hash) = 32)
);
