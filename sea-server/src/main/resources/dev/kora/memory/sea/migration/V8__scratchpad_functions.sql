-- Writing to the scratchpad: the entry and its event, in one transaction.

-- Refuses a write past policy.actor_scratchpad_writes_per_minute, exactly: of any `allowed` + 1
-- writes of an actor, the first and the last are a minute apart. Behind the locked head, so that
-- no other write of the workspace is under way.
CREATE FUNCTION sea.check_rate(p_workspace_id text, p_actor_id uuid, OUT actor_seq bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  policy jsonb;
  allowed numeric := 30;
  wait interval := interval '0';
  first_at timestamptz;
BEGIN
  SELECT r.policy_value INTO policy FROM public.kora_policy_registry r
    WHERE r.workspace_id = p_workspace_id
      AND r.policy_path = 'policy.actor_scratchpad_writes_per_minute';
  IF jsonb_typeof(policy) = 'number' THEN
    allowed := floor((policy #>> '{}')::numeric);
  END IF;
  SELECT coalesce(max(s.actor_seq), 0) + 1 INTO actor_seq
    FROM kronicle.agent_scratchpad_entries s
    WHERE s.workspace_id = p_workspace_id AND s.actor_id = p_actor_id;
  IF allowed < 1 THEN
    wait := interval '1 minute';
  ELSIF allowed < actor_seq THEN
    SELECT s.created_at INTO first_at FROM kronicle.agent_scratchpad_entries s
      WHERE s.workspace_id = p_workspace_id AND s.actor_id = p_actor_id
        AND s.actor_seq = check_rate.actor_seq - allowed::bigint;
    wait := first_at + interval '1 minute' - clock_timestamp();
  END IF;
  IF wait > interval '0' THEN
    RAISE EXCEPTION 'policy.actor_scratchpad_writes_per_minute is %', allowed
      USING ERRCODE = 'KS005',
        DETAIL = ceil(least(60000, extract(epoch FROM wait) * 1000))::bigint::text;
  END IF;
END
$$;

-- Marks an active entry of this actor as superseded.
CREATE FUNCTION sea.retire_entry(p_workspace_id text, p_actor_id uuid, p_entry_id uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old record;
BEGIN
  SELECT s.actor_id, s.status INTO old FROM kronicle.agent_scratchpad_entries s
    WHERE s.workspace_id = p_workspace_id AND s.scratchpad_entry_id = p_entry_id FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'superseded_entry_id: there is no entry % in this workspace', p_entry_id
      USING ERRCODE = 'KS006';
  ELSIF old.actor_id <> p_actor_id THEN
    RAISE EXCEPTION 'superseded_entry_id: entry % is another actor''s', p_entry_id
      USING ERRCODE = 'KS006';
  ELSIF old.status <> 'active' THEN
    RAISE EXCEPTION 'superseded_entry_id: entry % is not active but %', p_entry_id, old.status
      USING ERRCODE = 'KS006';
  END IF;
  UPDATE kronicle.agent_scratchpad_entries SET status = 'superseded'
    WHERE workspace_id = p_workspace_id AND scratchpad_entry_id = p_entry_id;
END
$$;

-- Both tools' work; p_superseded_entry_id is NULL where nothing is superseded.
CREATE FUNCTION sea.write_entry(p_token_sha256 bytea, p_workspace_id text,
  p_superseded_entry_id uuid, p_scratchpad_kind text, p_visibility_scope text,
  p_content_inline text, p_content_hash text, p_event_key uuid, p_emitted_us bigint,
  OUT scratchpad_entry_id uuid, OUT approved_event_id uuid)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  caller record;
  head record;
  old record;
  chained record;
  next_seq bigint;
BEGIN
  IF (p_content_hash ~ '^[0-9a-f]{64}$' AND p_scratchpad_kind ~ '^[a-z_]+$'
      AND p_visibility_scope ~ '^[a-z_]+$' AND p_content_inline IS NOT NULL) IS NOT TRUE THEN
    RAISE EXCEPTION 'a scratchpad value is not allowed' USING ERRCODE = 'KS002';
  END IF;
  caller := sea.authorise(p_token_sha256, p_workspace_id, 'cap_write_agent_scratchpad');
  head := sea.lock_head(p_workspace_id);
  SELECT e.event_id, e.emitted_us, s.* INTO old FROM hivex_foundation.event_log e
    LEFT JOIN kronicle.agent_scratchpad_entries s ON s.approved_event_id = e.event_id
    WHERE e.tenant_id = head.tenant_id AND e.event_key = p_event_key;
  IF FOUND THEN
    IF ROW(old.content_inline, old.content_hash, old.scratchpad_kind, old.visibility_scope,
          old.supersedes_entry_id, old.emitted_us)
        IS DISTINCT FROM ROW(p_content_inline, p_content_hash, p_scratchpad_kind,
          p_visibility_scope, p_superseded_entry_id, coalesce(p_emitted_us, old.emitted_us)) THEN
      RAISE EXCEPTION 'the event key was used for another write' USING ERRCODE = 'KS001';
    END IF;
    scratchpad_entry_id := old.scratchpad_entry_id;
    approved_event_id := old.event_id;
    RETURN;
  END IF;
  next_seq := sea.check_rate(p_workspace_id, caller.actor_id);
  IF p_superseded_entry_id IS NOT NULL THEN
    PERFORM sea.retire_entry(p_workspace_id, caller.actor_id, p_superseded_entry_id);
  END IF;
  scratchpad_entry_id := gen_random_uuid();
  -- Canonical as it stands: keys in order, and no value that would need an escape.
  chained := sea.append_locked(p_workspace_id, head.tenant_id, head.seq,
    head.this_event_hash, caller.actor_id, caller.actor_kind, 'kronicle.agent_scratchpad.created',
    convert_to('{"content_hash":"' || p_content_hash
      || '","scratchpad_entry_id":"' || scratchpad_entry_id
      || '","scratchpad_kind":"' || p_scratchpad_kind
      || coalesce('","superseded_entry_id":"' || p_superseded_entry_id, '')
      || '","visibility_scope":"' || p_visibility_scope || '"}', 'UTF8'),
    p_event_key, p_emitted_us);
  approved_event_id := chained.event_id;
  INSERT INTO kronicle.agent_scratchpad_entries (scratchpad_entry_id, workspace_id, actor_id,
      content_inline, content_hash, visibility_scope, scratchpad_kind, created_at,
      approved_event_id, actor_seq, supersedes_entry_id)
    VALUES (write_entry.scratchpad_entry_id, p_workspace_id, caller.actor_id, p_content_inline,
      p_content_hash, p_visibility_scope, p_scratchpad_kind, chained.occurred_at,
      chained.event_id, next_seq, p_superseded_entry_id);
END
$$;

CREATE FUNCTION sea.write_agent_scratchpad(p_token_sha256 bytea, p_workspace_id text,
  p_scratchpad_kind text, p_visibility_scope text, p_content_inline text, p_content_hash text,
  p_event_key uuid, p_emitted_us bigint, OUT scratchpad_entry_id uuid, OUT approved_event_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM sea.write_entry(p_token_sha256, p_workspace_id, NULL, p_scratchpad_kind,
    p_visibility_scope, p_content_inline, p_content_hash, p_event_key, p_emitted_us)
$$;

CREATE FUNCTION sea.supersede_agent_scratchpad(p_token_sha256 bytea, p_workspace_id text,
  p_superseded_entry_id uuid, p_scratchpad_kind text, p_visibility_scope text,
  p_content_inline text, p_content_hash text, p_event_key uuid, p_emitted_us bigint,
  OUT scratchpad_entry_id uuid, OUT approved_event_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF p_superseded_entry_id IS NULL THEN
    RAISE EXCEPTION 'superseded_entry_id: is missing' USING ERRCODE = 'KS002';
  END IF;
  SELECT w.scratchpad_entry_id, w.approved_event_id INTO scratchpad_entry_id, approved_event_id
    FROM sea.write_entry(p_token_sha256, p_workspace_id, p_superseded_entry_id, p_scratchpad_kind,
      p_visibility_scope, p_content_inline, p_content_hash, p_event_key, p_emitted_us) w;
END
$$;
