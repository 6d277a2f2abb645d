-- The only way to write: functions that run as the owner, called by sea_writer.
-- SQLSTATEs of refusals: KS001 the key was used for something else, KS002 a value is not allowed,
-- KS003 the token is unknown, expired, revoked, or for another workspace.

CREATE FUNCTION sea.lp(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8')
$$;

CREATE FUNCTION sea.resolve_token(p_token_sha256 bytea,
  OUT workspace_id text, OUT actor_id uuid, OUT actor_kind text, OUT token_sha256 bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  SELECT k.workspace_id, k.actor_id, k.token_sha256 INTO workspace_id, actor_id, token_sha256
    FROM sea.service_token k
    WHERE k.token_sha256 = p_token_sha256 AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp());
  IF workspace_id IS NOT NULL THEN
    PERFORM set_config('app.current_workspace_id', workspace_id, true);
    SELECT a.actor_kind INTO actor_kind FROM public.actor_registry a
      WHERE a.actor_id = resolve_token.actor_id AND a.workspace_id = resolve_token.workspace_id;
  END IF;
END
$$;

-- The caller's actor in this workspace; the workspace setting is on from here for this transaction.
CREATE FUNCTION sea.authorise(p_token_sha256 bytea, p_workspace_id text,
  OUT actor_id uuid, OUT actor_kind text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  caller record;
BEGIN
  caller := sea.resolve_token(p_token_sha256);
  IF caller.actor_kind IS NULL OR caller.workspace_id <> p_workspace_id THEN
    RAISE EXCEPTION 'the token is not valid for this workspace' USING ERRCODE = 'KS003';
  END IF;
  actor_id := caller.actor_id;
  actor_kind := caller.actor_kind;
END
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

-- Appends behind a locked head.
CREATE FUNCTION sea.append_locked(p_workspace_id text, p_tenant_id uuid, p_seq bigint, p_prev bytea,
  p_actor_id uuid, p_actor_kind text, p_event_type text, p_payload_c14n bytea, p_event_key uuid,
  p_emitted_us bigint) RETURNS uuid
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
  RETURN new_id;
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
  caller := sea.authorise(p_token_sha256, p_workspace_id);
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
  RETURN sea.append_locked(p_workspace_id, head.tenant_id, head.seq, head.this_event_hash,
    caller.actor_id, caller.actor_kind, p_event_type, p_payload_c14n, p_event_key, p_emitted_us);
END
$$;

CREATE FUNCTION sea.write_agent_scratchpad(p_token_sha256 bytea, p_workspace_id text,
  p_scratchpad_kind text, p_visibility_scope text, p_content_inline text, p_content_hash text,
  p_event_key uuid, p_emitted_us bigint, OUT scratchpad_entry_id uuid, OUT approved_event_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  caller record;
  head record;
  old record;
BEGIN
  IF p_content_hash !~ '^[0-9a-f]{64}$' OR p_scratchpad_kind !~ '^[a-z_]+$'
      OR p_visibility_scope !~ '^[a-z_]+$' OR p_content_inline IS NULL THEN
    RAISE EXCEPTION 'a scratchpad value is not allowed' USING ERRCODE = 'KS002';
  END IF;
  caller := sea.authorise(p_token_sha256, p_workspace_id);
  head := sea.lock_head(p_workspace_id);
  SELECT e.event_id, e.emitted_us, s.* INTO old FROM hivex_foundation.event_log e
    LEFT JOIN kronicle.agent_scratchpad_entries s ON s.approved_event_id = e.event_id
    WHERE e.tenant_id = head.tenant_id AND e.event_key = p_event_key;
  IF FOUND THEN
    IF old.content_inline IS DISTINCT FROM p_content_inline
        OR old.scratchpad_kind <> p_scratchpad_kind OR old.visibility_scope <> p_visibility_scope
        OR old.emitted_us <> coalesce(p_emitted_us, old.emitted_us) THEN
      RAISE EXCEPTION 'the event key was used for another write' USING ERRCODE = 'KS001';
    END IF;
    scratchpad_entry_id := old.scratchpad_entry_id;
    approved_event_id := old.event_id;
    RETURN;
  END IF;
  scratchpad_entry_id := gen_random_uuid();
  -- Canonical as it stands: keys in order, and no value that would need an escape.
  approved_event_id := sea.append_locked(p_workspace_id, head.tenant_id, head.seq,
    head.this_event_hash, caller.actor_id, caller.actor_kind, 'kronicle.agent_scratchpad.created',
    convert_to('{"content_hash":"' || p_content_hash
      || '","scratchpad_entry_id":"' || scratchpad_entry_id
      || '","scratchpad_kind":"' || p_scratchpad_kind
      || '","visibility_scope":"' || p_visibility_scope || '"}', 'UTF8'),
    p_event_key, p_emitted_us);
  INSERT INTO kronicle.agent_scratchpad_entries AS s (scratchpad_entry_id, workspace_id, actor_id,
      content_inline, content_hash, visibility_scope, scratchpad_kind, created_at, approved_event_id)
    SELECT write_agent_scratchpad.scratchpad_entry_id, p_workspace_id, caller.actor_id,
      p_content_inline, p_content_hash, p_visibility_scope, p_scratchpad_kind, e.occurred_at, e.event_id
    FROM hivex_foundation.event_log e
    WHERE e.event_id = write_agent_scratchpad.approved_event_id;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sea FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sea.readable_workspace() TO sea_reader;
GRANT EXECUTE ON FUNCTION sea.resolve_token(bytea),
  sea.append_event(bytea, text, text, bytea, uuid, bigint),
  sea.write_agent_scratchpad(bytea, text, text, text, text, text, uuid, bigint) TO sea_writer;
