package dev.kora.memory.benchmarks;

/** The statements of {@link Seeds}, all on {@code org_local}. */
final class SeedSql {
  /** Numbers, contents and hashes, as arrays. */
  static final String NODES =
      """
      INSERT INTO kronicle.agent_scratchpad_entries (scratchpad_entry_id, workspace_id, actor_id,
          content_inline, content_hash, visibility_scope, scratchpad_kind, status, created_at)
        SELECT md5('node ' || n.i)::uuid, a.workspace_id, a.actor_id, n.content, n.hash,
            CASE n.i % 10 WHEN 9 THEN 'cross_agent_dereferenceable' ELSE 'agent_private' END,
            'hypothesis', CASE n.i % 100 WHEN 0 THEN 'superseded' ELSE 'active' END,
            now() - n.i * interval '1 second'
          FROM unnest(?::int[], ?::text[], ?::text[]) n(i, content, hash)
          JOIN public.actor_registry a ON a.workspace_id = 'org_local'
            AND a.actor_kind = CASE n.i % 10 WHEN 9 THEN 'claude_pm' ELSE 'kora' END
      """;

  // Comes after "event": a number from 1 on, a type and a payload.
  private static final String MADE =
      """
      , base AS (
        SELECT t.tenant_id, a.actor_id, a.actor_kind, coalesce((SELECT max(l.seq)
            FROM hivex_foundation.event_log l WHERE l.tenant_id = t.tenant_id), 0) AS last
          FROM hivex_foundation.tenant t
          JOIN public.actor_registry a ON a.workspace_id = t.clerk_org_id
         WHERE t.clerk_org_id = 'org_local' AND a.actor_kind = 'kora'
      ), made AS (
        INSERT INTO hivex_foundation.event_log (event_id, tenant_id, seq, event_key, event_type,
            actor_id, actor_kind, occurred_at, occurred_us, emitted_us, payload, payload_c14n,
            payload_sha256, prev_event_hash, this_event_hash, hash_version)
          SELECT gen_random_uuid(), b.tenant_id, b.last + e.i, gen_random_uuid(), e.type,
              b.actor_id, b.actor_kind, clock_timestamp(), 0, 0, e.payload, '', h.h, h.h, h.h, 1
            FROM base b CROSS JOIN event e CROSS JOIN LATERAL (
              SELECT sha256(convert_to(gen_random_uuid()::text || e.i, 'UTF8')) AS h) h
          RETURNING event_id, seq
      )
      """;

  private static final String SUPERSEDED =
      """
      WITH event AS (
        SELECT i, 'kora.node.superseded' AS type, jsonb_build_object('reason', 'it changed',
            'superseded_entry_id', md5('node ' || (100 * i))::uuid::text,
            'new_entry_id', md5('node ' || (100 * i - 2))::uuid::text) AS payload
          FROM generate_series(1, ?::int) i
      )
      """;

  private static final String EDGES =
      """
      WITH p AS (SELECT ?::int AS nodes, ?::int AS each, ?::text[] AS types
      ), edge AS MATERIALIZED (
        SELECT row_number() OVER () AS i, x.f, x.t, x.type FROM (
          SELECT a AS f, 1 + (a + floor(random() * (p.nodes - 1))::int) % p.nodes AS t,
              p.types[1 + k] AS type
            FROM p CROSS JOIN LATERAL generate_series(1, p.nodes) a
            CROSS JOIN LATERAL generate_series(1, p.each) k
          UNION ALL SELECT 0, p.nodes + s, 'part_of' FROM p, generate_series(1, 1000) s
          UNION ALL SELECT p.nodes + s, 0, 'part_of' FROM p, generate_series(1001, 2000) s) x
      ), event AS (
        SELECT i, 'kora.relationlink.created' AS type, '{}'::jsonb AS payload FROM edge
      )
      """;

  private static final String LINKED =
      """
      INSERT INTO public.relationlink (workspace_id, actor_id, from_entity_kind, from_entity_id,
          to_entity_kind, to_entity_id, link_type, chain_event_id)
        SELECT 'org_local', b.actor_id, 'Decision', md5('node ' || e.f)::uuid, 'Gotcha',
            md5('node ' || e.t)::uuid, e.type, m.event_id
          FROM edge e CROSS JOIN base b JOIN made m ON m.seq = b.last + e.i
      """;

  /** How many nodes are superseded. */
  static final String SUPERSESSIONS = SUPERSEDED + MADE + "SELECT count(*) FROM made";

  /** How many nodes link, how many links each has, and the types of links as an array. */
  static final String LINKS = EDGES + MADE + LINKED;

  /** So that the planner knows what there is, and autovacuum has nothing to do meanwhile. */
  static final String VACUUM =
      "VACUUM (ANALYZE) kronicle.agent_scratchpad_entries, hivex_foundation.event_log,"
          + " public.relationlink";

  private SeedSql() {}
}
