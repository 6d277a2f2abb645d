-- Appending to the chain. Events need no capability, only a valid token.

CREATE FUNCTION sea.lp(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8')
$$;

-- What a chain's first event follows.
CREATE FUNCTION sea.genesis(p_workspace_id text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT sha256(convert_to(E'kora.chain.v1.genesis\n', 'UTF8') || sea.lp(p_workspace_id))
$$;

-- Locks the head row. Everything that decides on the chain happens after it. The row is made with
-- the workspace and never here: a chain whose head is gone must not begin anew.
CREATE FUNCTION sea.lock_head(p_workspace_id text,
  OUT tenant_id uuid, OUT seq bigint, OUT this_event_hash bytea)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  SELECT t.tenant_id INTO STRICT tenant_id FROM hivex_foundation.tenant t
    WHERE t.clerk_org_id = p_workspace_id;
  SELECT h.seq, h.this_event_hash INTO seq, this_event_hash
    FROM hivex_foundation.chain_head h WHERE h.tenant_id = lock_head.tenant_id FOR UPDATE;
  IF seq IS NULL THEN
    RAISE EXCEPTION 'the chain has lost its head row: verify it' USING ERRCODE = 'data_corrupted';
  END IF;
END
$$;

-- Appends behind a locked head; which row, and when.
CREATE FUNCTION sea.append_locked(p_workspace_id text, p_tenant_id uuid, p_seq bigint, p_prev bytea,
  p_actor_id uuid, p_actor_kind text, p_event_type text, p_payload_c14n bytea, p_event_key uuid,
  p_emitted_us bigint, OUT event_id uuid, OUT occurred_at timestamptz)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  new_id uuid := gen_random_uuid();
  new_seq bigint := p_seq + 1;
  now_at timestamptz := clock_timestamp();
  now_us bigint := (extract(epoch FROM now_at) * 1000000)::bigint;
  sent_us bigint := coalesce(p_emitted_us, now_us);
  payload_hash bytea := sha256(p_payload_c14n);
  new_hash bytea;
BEGIN
  new_hash := sha256(convert_to(E'kora.chain.v1\n', 'UTF8') || p_prev || int8send(new_seq)
    || sea.lp(p_workspace_id) || uuid_send(new_id) || uuid_send(p_event_key) || uuid_send(p_actor_id)
    || sea.lp(p_actor_kind) || sea.lp(p_event_type) || int8send(now_us) || int8send(sent_us)
    || payload_hash);
  INSERT INTO hivex_foundation.event_log (event_id, tenant_id, seq, event_key, event_type, actor_id,
      actor_kind, occurred_at, occurred_us, emitted_us, payload, payload_c14n, payload_sha256,
      prev_event_hash, this_event_hash, hash_version)
    VALUES (new_id, p_tenant_id, new_seq, p_event_key, p_event_type, p_actor_id,
      p_actor_kind, now_at, now_us, sent_us, convert_from(p_payload_c14n, 'UTF8')::jsonb,
      p_payload_c14n, payload_hash, p_prev, new_hash, 1);
  UPDATE hivex_foundation.chain_head SET seq = new_seq, this_event_hash = new_hash
    WHERE tenant_id = p_tenant_id;
  event_id := new_id;
  occurred_at := now_at;
END
$$;

CREATE FUNCTION sea.append_event(p_token_sha256 bytea, p_workspace_id text, p_event_type text,
  p_payload_c14n bytea, p_event_key uuid, p_emitted_us bigint) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  caller record;
  head record;
  old record;
BEGIN
  IF p_event_type !~ '^kora\.[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$' THEN
    RAISE EXCEPTION 'event_type: not a kora event type' USING ERRCODE = 'KS002';
  END IF;
  caller := sea.authorise(p_token_sha256, p_workspace_id, NULL);
  head := sea.lock_head(p_workspace_id);
  SELECT e.event_id, e.event_type, e.payload_c14n, e.emitted_us INTO old
    FROM hivex_foundation.event_log e
    WHERE e.tenant_id = head.tenant_id AND e.event_key = p_event_key;
  IF FOUND THEN
    IF old.event_type <> p_event_type OR old.payload_c14n <> p_payload_c14n
        OR old.emitted_us <> coalesce(p_emitted_us, old.emitted_us) THEN
      RAISE EXCEPTION 'the event key was used for another write' USING ERRCODE = 'KS001';
    END IF;
    RETURN old.event_id;
  END IF;
  RETURN (sea.append_locked(p_workspace_id, head.tenant_id, head.seq, head.this_event_hash,
    caller.actor_id, caller.actor_kind, p_event_type, p_payload_c14n, p_event_key,
    p_emitted_us)).event_id;
END
$$;
