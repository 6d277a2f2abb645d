-- Who sees which rows. Forced: the policies hold for the owner too, unless it is a superuser.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['hivex_foundation.tenant', 'hivex_foundation.event_log',
      'hivex_foundation.chain_head', 'public.actor_registry', 'public.kora_role_charter',
      'public.kora_policy_registry', 'public.relationlink', 'kronicle.agent_scratchpad_entries',
      'kronicle.workspace_constitution_revisions', 'sea.service_token', 'sea.reader_binding'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY['public.actor_registry', 'public.kora_role_charter',
      'public.kora_policy_registry', 'public.relationlink', 'kronicle.agent_scratchpad_entries',
      'kronicle.workspace_constitution_revisions'] LOOP
    EXECUTE format('CREATE POLICY reader ON %s FOR SELECT TO sea_reader'
      ' USING (workspace_id = (SELECT sea.readable_workspace()))', name);
    EXECUTE format('CREATE POLICY owner ON %s TO CURRENT_USER'
      ' USING (workspace_id = current_setting(''app.current_workspace_id'', true))', name);
    EXECUTE format('GRANT SELECT ON %s TO sea_reader', name);
  END LOOP;
END
$$;

CREATE POLICY reader ON hivex_foundation.tenant FOR SELECT TO sea_reader
  USING (clerk_org_id = (SELECT sea.readable_workspace()));
CREATE POLICY reader ON hivex_foundation.event_log FOR SELECT TO sea_reader
  USING (tenant_id = (SELECT t.tenant_id FROM hivex_foundation.tenant t
                      WHERE t.clerk_org_id = sea.readable_workspace()));
GRANT SELECT ON hivex_foundation.tenant, hivex_foundation.event_log TO sea_reader;

-- The owner: the lists of workspaces, heads, tokens and readers whole, since what is read there
-- tells the workspace; every other row one workspace at a time.
CREATE POLICY owner ON hivex_foundation.tenant TO CURRENT_USER USING (true);
CREATE POLICY owner ON hivex_foundation.chain_head TO CURRENT_USER USING (true);
CREATE POLICY owner ON sea.service_token TO CURRENT_USER USING (true);
CREATE POLICY owner ON sea.reader_binding TO CURRENT_USER USING (true);
-- No plain "=" on the log: the planner, which knows nothing of a new table, would take it for a way in.
CREATE POLICY owner ON hivex_foundation.event_log TO CURRENT_USER
  USING (tenant_id IS NOT DISTINCT FROM (SELECT t.tenant_id FROM hivex_foundation.tenant t
                      WHERE t.clerk_org_id = current_setting('app.current_workspace_id', true)));

-- The search function filters by workspace itself: a policy with a condition would keep the planner
-- from the index (its operators may tell what they saw, so they must come after the condition).
CREATE POLICY search ON kronicle.agent_scratchpad_entries FOR SELECT TO sea_search USING (true);
GRANT SELECT ON kronicle.agent_scratchpad_entries TO sea_search;
