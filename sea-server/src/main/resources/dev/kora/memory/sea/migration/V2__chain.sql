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
  UNIQUE (tenant_id, event_key),
  UNIQUE (tenant_id, prev_event_hash)
);

CREATE TABLE hivex_foundation.chain_head (
  tenant_id uuid PRIMARY KEY REFERENCES hivex_foundation.tenant (tenant_id),
  seq bigint NOT NULL CHECK (seq >= 0),
  this_event_hash bytea NOT NULL CHECK (octet_length(this_event_hash) = 32)
);
