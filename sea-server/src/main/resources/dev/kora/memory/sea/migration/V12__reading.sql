-- For what agents read at every turn: the newest kora events, what is superseded, what others share.
--
-- Partial on purpose. An index that begins with the tenant would be taken by the write functions for
-- a lookup by key while the table is unknown to the planner (see V2); their queries do not imply
-- these conditions. And a reader's own conditions on type or payload never reach an index, as LIKE
-- and ->> may tell what they saw; a condition that the index implies needs no look at the row.

CREATE INDEX event_log_recent
  ON hivex_foundation.event_log (tenant_id, occurred_at DESC, event_id DESC)
  WHERE event_type LIKE 'kora.%';
CREATE INDEX event_log_superseded
  ON hivex_foundation.event_log (tenant_id, occurred_at)
  WHERE event_type = 'kora.node.superseded';
CREATE INDEX agent_scratchpad_entries_shared
  ON kronicle.agent_scratchpad_entries (workspace_id, created_at DESC)
  WHERE status = 'active' AND visibility_scope = 'cross_agent_dereferenceable';
