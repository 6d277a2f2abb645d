-- Who a token stands for, and what that actor may do.
-- SQLSTATEs of refusals, here and in the write functions:
--   KS001  the key was used for something else
--   KS002  a value is not allowed
--   KS003  the token is unknown, expired, revoked, or for another workspace
--   KS004  the actor lacks the capability
--   KS005  too many writes; the detail says in how many milliseconds there is room
--   KS006  what the write refers to is not there, or not as it would have to be

CREATE TABLE sea.capability (
  actor_kind text NOT NULL,
  name text NOT NULL CHECK (name LIKE 'cap\_%'),
  granted boolean NOT NULL,
  PRIMARY KEY (actor_kind, name)
);

INSERT INTO sea.capability (actor_kind, name, granted) SELECT 'kora', name, true FROM unnest(ARRAY[
  'cap_sea_create', 'cap_sea_link_authoring', 'cap_sea_read_view',
  'cap_read_unfiltered_relationlink', 'cap_read_precommit_scratchpad',
  'cap_read_cross_agent_scratchpad', 'cap_read_ticket_attachment', 'cap_read_escalation_queue',
  'cap_write_agent_scratchpad', 'cap_propose_class2', 'cap_author_operations',
  'cap_request_critic_reconsideration', 'cap_override_nonsecurity_critic_verdict',
  'cap_propose_policy_change', 'cap_propose_convention', 'cap_submit_declaration',
  'cap_route_intent', 'cap_release_poison_pill', 'cap_quarantine_package',
  'cap_request_human_escalation', 'cap_observe_hnao', 'cap_run_pre_screen']) name;
INSERT INTO sea.capability (actor_kind, name, granted) SELECT 'kora', name, false FROM unnest(ARRAY[
  'cap_sea_edit_field', 'cap_sea_set_status', 'cap_sea_set_priority', 'cap_sea_add_narrative',
  'cap_sea_claim_for_edit', 'cap_sea_condense', 'cap_sea_seed_intake',
  'cap_sea_modify_condensation_draft', 'cap_sea_request_deletion', 'cap_sea_approve_deletion',
  'cap_sea_read_private_notes', 'cap_sea_bulk_import', 'cap_sea_propose_actor_window_rollback',
  'cap_sea_confirm_actor_window_rollback', 'cap_sea_claim_pair_for_link',
  'cap_sea_force_release_claim', 'cap_critic_flag_advisory_link_type',
  'cap_run_full_advisory_pass', 'cap_cancel_condensation_session', 'cap_cancel_advisory_pass',
  'cap_resume_rollback', 'cap_override_security_or_policy_verdict',
  'cap_operator_approve_policy_change', 'cap_operator_bless_convention', 'cap_unbless_convention',
  'cap_operator_ack_escalation', 'cap_operator_update_policy']) name;

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

-- What is not in the matrix is denied.
CREATE FUNCTION sea.is_granted(p_actor_kind text, p_capability text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM sea.capability c
    WHERE c.actor_kind = p_actor_kind AND c.name = p_capability AND c.granted)
$$;

-- The caller's actor in this workspace, if it has the capability (NULL: none is needed). The
-- workspace setting is on from here for this transaction.
CREATE FUNCTION sea.authorise(p_token_sha256 bytea, p_workspace_id text, p_capability text,
  OUT actor_id uuid, OUT actor_kind text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  caller record;
BEGIN
  caller := sea.resolve_token(p_token_sha256);
  IF caller.actor_kind IS NULL OR caller.workspace_id <> p_workspace_id THEN
    RAISE EXCEPTION 'the token is not valid for this workspace' USING ERRCODE = 'KS003';
  END IF;
  IF p_capability IS NOT NULL AND NOT sea.is_granted(caller.actor_kind, p_capability) THEN
    RAISE EXCEPTION '% is denied to actors of the kind %', p_capability, caller.actor_kind
      USING ERRCODE = 'KS004';
  END IF;
  actor_id := caller.actor_id;
  actor_kind := caller.actor_kind;
END
$$;

-- Every capability there is, and whether the token's actor has it.
CREATE FUNCTION sea.read_capability_row(p_token_sha256 bytea)
RETURNS TABLE (name text, granted boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  caller record;
BEGIN
  caller := sea.resolve_token(p_token_sha256);
  IF caller.actor_kind IS NULL THEN
    RAISE EXCEPTION 'the token is not valid' USING ERRCODE = 'KS003';
  END IF;
  RETURN QUERY SELECT DISTINCT c.name, sea.is_granted(caller.actor_kind, c.name)
    FROM sea.capability c ORDER BY 1;
END
$$;
