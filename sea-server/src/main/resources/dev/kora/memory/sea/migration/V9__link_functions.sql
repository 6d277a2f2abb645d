-- Writing an edge of the graph and its event, in one transaction.

CREATE FUNCTION sea.create_relationlink(p_token_sha256 bytea, p_workspace_id text,
  p_from_entity_id uuid, p_from_entity_kind text, p_to_entity_id uuid, p_to_entity_kind text,
  p_link_type text, p_evidence_block_ids uuid[], p_rationale_block_id uuid,
  p_event_key uuid, p_emitted_us bigint) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  caller record;
  head record;
  old record;
  active_id uuid;
  new_id uuid := gen_random_uuid();
  chained record;
BEGIN
  IF p_from_entity_id = p_to_entity_id THEN
    RAISE EXCEPTION 'to_entity_id: is the same as from_entity_id' USING ERRCODE = 'KS002';
  END IF;
  IF (sea.is_node_kind(p_from_entity_kind) AND sea.is_node_kind(p_to_entity_kind)
      AND p_link_type ~ '^[a-z_]+$' AND p_from_entity_id IS NOT NULL AND p_to_entity_id IS NOT NULL
      AND array_position(p_evidence_block_ids, NULL) IS NULL
      AND p_evidence_block_ids IS NOT NULL) IS NOT TRUE THEN
    RAISE EXCEPTION 'a value of the link is not allowed' USING ERRCODE = 'KS002';
  END IF;
  caller := sea.authorise(p_token_sha256, p_workspace_id, 'cap_sea_link_authoring');
  head := sea.lock_head(p_workspace_id);
  SELECT e.emitted_us, l.* INTO old FROM hivex_foundation.event_log e
    LEFT JOIN public.relationlink l ON l.chain_event_id = e.event_id
    WHERE e.tenant_id = head.tenant_id AND e.event_key = p_event_key;
  IF FOUND THEN
    IF ROW(old.from_entity_id, old.from_entity_kind, old.to_entity_id, old.to_entity_kind,
          old.link_type, old.evidence_block_ids, old.rationale_block_id, old.emitted_us)
        IS DISTINCT FROM ROW(p_from_entity_id, p_from_entity_kind, p_to_entity_id,
          p_to_entity_kind, p_link_type, p_evidence_block_ids, p_rationale_block_id,
          coalesce(p_emitted_us, old.emitted_us)) THEN
      RAISE EXCEPTION 'the event key was used for another write' USING ERRCODE = 'KS001';
    END IF;
    RETURN old.link_id;
  END IF;
  SELECT l.link_id INTO active_id FROM public.relationlink l
    WHERE l.workspace_id = p_workspace_id AND l.from_entity_id = p_from_entity_id
      AND l.to_entity_id = p_to_entity_id AND l.link_type = p_link_type
      AND l.validity_state = 'active';
  IF FOUND THEN
    RAISE EXCEPTION 'from_entity_id, to_entity_id, link_type: this edge is active already, as link %',
      active_id USING ERRCODE = 'KS006';
  END IF;
  -- Canonical as it stands: keys in order, and no value that would need an escape.
  chained := sea.append_locked(p_workspace_id, head.tenant_id, head.seq, head.this_event_hash,
    caller.actor_id, caller.actor_kind, 'kora.relationlink.created',
    convert_to('{"evidence_block_ids":['
      || coalesce((SELECT string_agg('"' || b.id || '"', ',' ORDER BY b.n)
           FROM unnest(p_evidence_block_ids) WITH ORDINALITY b (id, n)), '')
      || '],"from_entity_id":"' || p_from_entity_id
      || '","from_entity_kind":"' || p_from_entity_kind
      || '","link_id":"' || new_id
      || '","link_type":"' || p_link_type
      || coalesce('","rationale_block_id":"' || p_rationale_block_id, '')
      || '","to_entity_id":"' || p_to_entity_id
      || '","to_entity_kind":"' || p_to_entity_kind || '"}', 'UTF8'),
    p_event_key, p_emitted_us);
  INSERT INTO public.relationlink (link_id, workspace_id, actor_id, from_entity_kind,
      from_entity_id, to_entity_kind, to_entity_id, link_type, evidence_block_ids,
      rationale_block_id, created_at, chain_event_id)
    VALUES (new_id, p_workspace_id, caller.actor_id, p_from_entity_kind, p_from_entity_id,
      p_to_entity_kind, p_to_entity_id, p_link_type, p_evidence_block_ids, p_rationale_block_id,
      chained.occurred_at, chained.event_id);
  RETURN new_id;
END
$$;
