package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Whether the database itself keeps this login to one workspace. */
final class RowSecurity {
  /** The tables that the contract says are protected. */
  private static final List<String> TABLES =
      List.of(
          "public.kora_policy_registry",
          "kronicle.agent_scratchpad_entries",
          "kronicle.workspace_constitution_revisions",
          "public.relationlink");

  private static final String ADVICE =
      "use a role made for reading one workspace (sea-server: dsn create --workspace W)";

  private final Substrate substrate;

  RowSecurity(Substrate substrate) {
    this.substrate = substrate;
  }

  /** What the role, or one that it may take on, may do past all policies. */
  Finding role() throws SubstrateException {
    return substrate.read(
        "",
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT coalesce(string_agg(r.rolname || CASE WHEN r.rolsuper"
                      + " THEN ' is a superuser' ELSE ' has BYPASSRLS' END, ', '"
                      + " ORDER BY r.rolname <> session_user, r.rolname), ''),"
                      + " (SELECT count(*) FROM unnest(?::text[]) t"
                      + " WHERE has_table_privilege(to_regclass(t)::oid,"
                      + " 'INSERT, UPDATE, DELETE, TRUNCATE'))"
                      + " FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls)"
                      + " AND pg_has_role(session_user, r.oid, 'MEMBER')"
                      + " AND r.rolname !~ '^pg_'")) {
            query.setArray(1, connection.createArrayOf("text", TABLES.toArray()));
            try (ResultSet row = query.executeQuery()) {
              row.next();
              String mighty = OneLine.of(row.getString(1), 200);
              long writable = row.getLong(2);
              if (!mighty.isEmpty()) {
                return Finding.fail(mighty + ": no policy holds for it", ADVICE);
              }
              return writable > 0
                  ? Finding.warn("it may write, and the plugin only reads with it", ADVICE)
                  : Finding.ok("no superuser, no BYPASSRLS, may not write");
            }
          }
        });
  }

  /** Whether policies hold for this login, and what it sees where it should see nothing. */
  Finding inForce() throws SubstrateException {
    List<String> open = new ArrayList<>();
    List<String> inactive = new ArrayList<>();
    for (String table : TABLES) {
      if (!isActive(table)) {
        inactive.add(table);
      } else if (seesAny("", table)) {
        open.add(table + " shows rows without a workspace");
      } else if (seesAny("org_doctor_" + UUID.randomUUID(), table)) {
        open.add(table + " shows rows of other workspaces");
      }
    }
    if (!inactive.isEmpty()) {
      open.add(0, "none for this login on " + String.join(", ", inactive));
    }
    if (open.isEmpty()) {
      return Finding.ok("in force on all " + TABLES.size() + " tables");
    }
    String detail = String.join("; ", open);
    String advice = ADVICE + "; until then only the plugin's own filters keep workspaces apart";
    // Substrates older than the policy on links are in use.
    return open.size() == 1 && inactive.equals(List.of("public.relationlink"))
        ? Finding.warn(detail, advice)
        : Finding.fail(detail, advice);
  }

  private boolean isActive(String table) throws SubstrateException {
    return substrate.read(
        "",
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement("SELECT row_security_active(?::text)")) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
              return row.next() && row.getBoolean(1);
            }
          }
        });
  }

  private boolean seesAny(String workspace, String table) throws SubstrateException {
    return substrate.read(
        workspace,
        connection -> {
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT 1 FROM " + table + " LIMIT 1");
              ResultSet row = query.executeQuery()) {
            return row.next();
          }
        });
  }
}
