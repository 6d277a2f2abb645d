package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.config.SubstrateAddress;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The database: whether it lets us in, is encrypted, and has what the plugin reads. */
final class SubstrateChecks {
  static final String GROUP = "substrate";
  static final String LOGIN = "substrate.login";
  static final String TABLES = "substrate.tables";

  private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

  /** What may be relied on (contracts/sea-tools.md, "Substrate tables the plugin reads"). */
  private static final Map<String, String> COLUMNS =
      new TreeMap<>(
          Map.of(
              "public.kora_role_charter",
              "workspace_id, superseded_at, id, schema_version, content_md, content_jsonb,"
                  + " content_hash, created_at",
              "public.kora_policy_registry",
              "workspace_id, policy_path, policy_value",
              "kronicle.agent_scratchpad_entries",
              "workspace_id, scratchpad_entry_id, actor_id, content_inline, content_uri,"
                  + " content_hash, visibility_scope, scratchpad_kind, status, created_at",
              "public.actor_registry",
              "actor_id, actor_kind, display_name",
              "hivex_foundation.tenant",
              "tenant_id, clerk_org_id",
              "hivex_foundation.event_log",
              "tenant_id, event_id, event_type, occurred_at, payload, actor_id",
              "kronicle.workspace_constitution_revisions",
              "workspace_id, revision_id, revision_number, rules_hash",
              "public.relationlink",
              "workspace_id, link_id, from_entity_kind, from_entity_id, to_entity_kind,"
                  + " to_entity_id, link_type, link_weight, validity_state, created_at,"
                  + " chain_event_id"));

  private final Round round;
  private final SubstrateAddress address;
  private final Substrate substrate;
  private final Duration limit;

  SubstrateChecks(Round round, IsokronConfig config, Substrate substrate) {
    this.round = round;
    this.address = config.substrate();
    this.substrate = substrate;
    this.limit = limit(config);
  }

  /** Of one check: each read keeps the plugin's limits itself. */
  static Duration limit(IsokronConfig config) {
    return config.readTimeout().plusSeconds(7);
  }

  void run() {
    new NetworkChecks(round, GROUP, "isokron_dsn").run(address.hosts());
    round.check(LOGIN, limit, this::login, "substrate.connect");
    round.check("substrate.tls", limit, this::tls, LOGIN);
    round.check(TABLES, limit, this::tables, LOGIN);
    RowSecurity security = new RowSecurity(substrate);
    round.check("substrate.role", limit, security::role, LOGIN);
    round.check("substrate.rls", limit, security::inForce, LOGIN, TABLES);
    round.check("substrate.search", limit, this::search, LOGIN);
    round.check("substrate.clock", limit, this::clock, LOGIN);
  }

  private Finding login() {
    try {
      return Finding.ok(
          substrate.read(
              "",
              connection ->
                  text(
                      connection,
                      "SELECT format('PostgreSQL %s, database %s, role %s%s',"
                          + " current_setting('server_version'), current_database(), current_user,"
                          + " CASE WHEN pg_is_in_recovery() THEN ', a replica' ELSE '' END)")));
    } catch (SubstrateException e) {
      return Finding.fail(
          String.valueOf(e.getMessage()),
          "see the user, password and database in isokron_dsn (sea-server: dsn create); a server that"
              + " says nothing may be no Postgres, or hang");
    }
  }

  private Finding tls() throws SubstrateException {
    String version =
        substrate.read(
            "",
            connection ->
                text(
                    connection,
                    "SELECT coalesce((SELECT s.version FROM pg_stat_ssl s"
                        + " WHERE s.pid = pg_backend_pid() AND s.ssl), '')"));
    if (version.isEmpty()) {
      return isThisMachine()
          ? Finding.ok("none; the database is on this machine")
          : Finding.warn(
              "none: what is read, can be read on the way too",
              "add ?sslmode=verify-full to isokron_dsn");
    }
    return "verify-full".equals(address.options().get("sslmode")) || isThisMachine()
        ? Finding.ok(version)
        : Finding.warn(
            version + ", but whose certificate it is, is not checked",
            "add ?sslmode=verify-full (and sslrootcert) to isokron_dsn");
  }

  private boolean isThisMachine() {
    try {
      for (SubstrateAddress.HostPort host : address.hosts()) {
        if (!InetAddress.getByName(host.host()).isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private Finding tables() throws SubstrateException {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, String> table : COLUMNS.entrySet()) {
      String problem =
          substrate.read(
              "",
              connection -> {
                String sql = "SELECT " + table.getValue() + " FROM " + table.getKey() + " LIMIT 0";
                try (PreparedStatement query = connection.prepareStatement(sql)) {
                  query.executeQuery().close();
                  return "";
                } catch (SQLException e) {
                  String state = String.valueOf(e.getSQLState());
                  if (!state.startsWith("42") && !state.startsWith("3F")) {
                    throw e; // nothing that the table is to blame for
                  }
                  return table.getKey() + ": " + OneLine.of(e.getMessage(), 120);
                }
              });
      if (!problem.isEmpty()) {
        problems.add(problem);
      }
    }
    return problems.isEmpty()
        ? Finding.ok("all " + COLUMNS.size() + " can be read")
        : Finding.fail(
            String.join("; ", problems),
            "see whether isokron_dsn names the substrate's database, and what its role may read");
  }

  private Finding search() throws SubstrateException {
    String state =
        substrate.read(
            "",
            connection ->
                text(
                    connection,
                    "SELECT coalesce(has_function_privilege(to_regprocedure("
                        + "'kronicle.search_scratchpad(text,integer)')::oid, 'EXECUTE')::text,"
                        + " 'absent')"));
    return switch (state) {
      case "true" -> Finding.ok("kronicle.search_scratchpad");
      case "false" ->
          Finding.warn(
              "kronicle.search_scratchpad is there, and this role may not call it: searches see"
                  + " the newest entries only",
              "GRANT EXECUTE ON FUNCTION kronicle.search_scratchpad(text, integer) to it");
      default ->
          Finding.warn(
              "no kronicle.search_scratchpad: searches see the newest entries only",
              "sea-server has it; another substrate can get it from there");
    };
  }

  private Finding clock() throws SubstrateException {
    return substrate.read(
        "",
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement("SELECT pg_catalog.clock_timestamp()")) {
            long start = System.nanoTime();
            Instant before = Instant.now();
            Instant there;
            try (ResultSet row = query.executeQuery()) {
              row.next();
              there = row.getObject(1, OffsetDateTime.class).toInstant();
            }
            Instant middle = before.plusNanos((System.nanoTime() - start) / 2);
            return clock(Duration.between(middle, there));
          }
        });
  }

  /** The finding of a database's clock that is so much ahead of ours. */
  static Finding clock(Duration ahead) {
    String detail =
        String.format(
            Locale.ROOT,
            "the database's is %.1f s %s this machine's",
            ahead.abs().toMillis() / 1000.0,
            ahead.isNegative() ? "behind" : "ahead of");
    return ahead.abs().compareTo(CLOCKS_APART) > 0
        ? Finding.warn(detail, "let NTP set both: the times of events are told by both clocks")
        : Finding.ok(detail);
  }

  /** The text in the first column of the first row, made fit for one line. */
  private static String text(Connection connection, String sql) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      row.next();
      return OneLine.of(row.getString(1), 200);
    }
  }
}
