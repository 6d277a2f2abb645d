package dev.kora.memory.isokron.substrate;

import dev.kora.memory.isokron.config.ConfigResult;
import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.config.Setting;
import dev.kora.memory.isokron.config.SettingValues;
import dev.kora.memory.isokron.config.SubstrateAddress;
import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A workspace of its own in the shared server's database, whose rows are written directly. */
public final class TestWorkspace implements AutoCloseable {
  private static final String EVENTS =
      """
      INSERT INTO hivex_foundation.event_log (event_id, tenant_id, seq, event_key, event_type,
        actor_id, actor_kind, occurred_at, occurred_us, emitted_us, payload, payload_c14n,
        payload_sha256, prev_event_hash, this_event_hash, hash_version)
      SELECT gen_random_uuid(), b.tenant_id, b.last + %s, gen_random_uuid(), %s, b.actor_id,
          b.actor_kind, clock_timestamp(), 0, 0, %s, '', h.h, h.h, h.h, 1
        FROM %s CROSS JOIN LATERAL (
          SELECT sha256(convert_to(gen_random_uuid()::text || e.i, 'UTF8')) AS h) h
      """;
  private static final String BASE =
      """
      SELECT t.tenant_id, a.actor_id, a.actor_kind, coalesce((SELECT max(l.seq)
          FROM hivex_foundation.event_log l WHERE l.tenant_id = t.tenant_id), 0) AS last
        FROM hivex_foundation.tenant t
        JOIN public.actor_registry a ON a.workspace_id = t.clerk_org_id
       WHERE t.clerk_org_id = ? AND a.actor_kind = ?
      """;

  private final SeaServer server;
  private final Connection admin;

  /** Makes a workspace of this name. */
  public TestWorkspace(String name) throws Exception {
    String dsn = SharedSea.server().credentials().adminDsn();
    server = SeaServer.start(SharedSea.options().dsn(dsn).workspaceId(name).build());
    admin = Connections.open(Dsn.parse(dsn));
    run("SELECT set_config('app.current_workspace_id', ?, false)", name);
  }

  /** Its id. */
  public String id() {
    return server.workspaceId();
  }

  /** The server that writes to it. */
  public SeaServer server() {
    return server;
  }

  /** A substrate that reads it. */
  public Substrate substrate() {
    return new Substrate(address(server.credentials().readerDsn()), Duration.ofSeconds(60));
  }

  /** An address as the settings read it. */
  static SubstrateAddress address(String dsn) {
    Map<String, String> values = Map.of("isokron_dsn", dsn, "mcp_endpoint", "http://127.0.0.1:1/");
    ConfigResult parsed =
        IsokronConfig.parse(
            new SettingValues() {
              @Override
              public Set<String> keys() {
                return values.keySet();
              }

              @Override
              public Optional<String> value(Setting setting) {
                return Optional.ofNullable(
                    values.getOrDefault(setting.key(), setting.defaultValue()));
              }
            });
    return ((ConfigResult.Valid) parsed).config().substrate();
  }

  /** Runs a statement as the database's owner. */
  public void run(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = admin.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }

  /** Writes an entry; a newer one than all before. */
  public UUID entry(String actorKind, boolean shared, String content) throws SQLException {
    UUID id = UUID.randomUUID();
    run(
        """
        INSERT INTO kronicle.agent_scratchpad_entries (scratchpad_entry_id, workspace_id, actor_id,
          content_inline, content_hash, visibility_scope, scratchpad_kind, created_at)
        SELECT ?, a.workspace_id, a.actor_id, ?, repeat('0', 64), ?, 'hypothesis',
            clock_timestamp()
          FROM public.actor_registry a WHERE a.workspace_id = ? AND a.actor_kind = ?
        """,
        id,
        content,
        shared ? "cross_agent_dereferenceable" : "agent_private",
        id(),
        actorKind);
    return id;
  }

  /** Writes an event that says that one entry replaced another. */
  public void superseded(String actorKind, UUID old, UUID fresh) throws SQLException {
    run(
        "WITH base AS ("
            + BASE
            + ") "
            + EVENTS.formatted(
                "1",
                "'kora.node.superseded'",
                "jsonb_build_object('superseded_entry_id', ?::text, 'new_entry_id', ?::text)",
                "base b CROSS JOIN (SELECT 1 AS i) e"),
        id(),
        actorKind,
        old.toString(),
        fresh.toString());
  }

  /** An edge. */
  public record Edge(UUID from, UUID to, String type, String validity) {}

  /** Writes edges. */
  public void links(List<Edge> edges) throws SQLException {
    String sql =
        "WITH edge AS (SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[])"
            + " WITH ORDINALITY e(f, t, k, s, i)), base AS ("
            + BASE
            + "), made AS ("
            + EVENTS.formatted(
                "e.i", "'kora.relationlink.created'", "'{}'::jsonb", "base b CROSS JOIN edge e")
            + " RETURNING event_id, seq)"
            + " INSERT INTO public.relationlink (workspace_id, actor_id, from_entity_kind,"
            + " from_entity_id, to_entity_kind, to_entity_id, link_type, validity_state,"
            + " created_at, chain_event_id)"
            + " SELECT ?, b.actor_id, 'Decision', e.f, 'Gotcha', e.t, e.k, e.s,"
            + " now() + e.i * interval '1 second', m.event_id"
            + " FROM edge e CROSS JOIN base b JOIN made m ON m.seq = b.last + e.i";
    run(
        sql,
        admin.createArrayOf("uuid", edges.stream().map(Edge::from).toArray()),
        admin.createArrayOf("uuid", edges.stream().map(Edge::to).toArray()),
        admin.createArrayOf("text", edges.stream().map(Edge::type).toArray()),
        admin.createArrayOf("text", edges.stream().map(Edge::validity).toArray()),
        id(),
        "kora",
        id());
  }

  @Override
  public void close() throws SQLException {
    admin.close();
    server.close();
  }
}
