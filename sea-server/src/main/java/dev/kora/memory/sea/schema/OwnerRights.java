package dev.kora.memory.sea.schema;

import dev.kora.memory.sea.SeaException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the user of a DSN must be allowed to do: make tables in the database, and logins. Checked
 * before anything is tried, so that the message says what to do.
 */
public final class OwnerRights {
  private static final int OLDEST = 14;

  /** From 16 on, only who may administer a role can grant it. */
  private static final String SQL =
      """
      SELECT current_setting('server_version_num')::int / 10000 AS version,
        r.rolsuper, r.rolcreaterole, quote_ident(r.rolname) AS me, quote_ident(d.datname) AS here,
        has_database_privilege(d.oid, 'CREATE') AND EXISTS (SELECT FROM pg_namespace n
          WHERE n.nspname = 'public' AND has_schema_privilege(n.oid, 'CREATE')) AS creates,
        (SELECT quote_ident(o.rolname) FROM pg_namespace n JOIN pg_roles o ON o.oid = n.nspowner
          WHERE n.nspname = 'sea' AND NOT pg_has_role(o.oid, 'USAGE')) AS foreign_owner,
        (SELECT string_agg(g.rolname, ', ' ORDER BY g.rolname DESC) FROM pg_roles g
          WHERE g.rolname IN ('sea_writer', 'sea_reader', 'sea_search')
            AND NOT pg_has_role(g.oid, 'MEMBER WITH ADMIN OPTION')) AS foreign_groups
      FROM pg_roles r, pg_database d
      WHERE r.rolname = current_user AND d.datname = current_database()
      """;

  private OwnerRights() {}

  /**
   * Refuses a user that lacks rights.
   *
   * @throws SeaException with the statements that a superuser has to run
   */
  public static void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SQL)) {
      row.next();
      int version = row.getInt("version");
      if (version < OLDEST) {
        throw new SeaException(
            "this is Postgres " + version + ": use a server of version " + OLDEST + " or later");
      }
      String owner = row.getString("foreign_owner");
      if (owner != null && !row.getBoolean("rolsuper")) {
        throw new SeaException(
            "Sea's schema in the database "
                + row.getString("here")
                + " belongs to "
                + owner
                + ", and you are "
                + row.getString("me")
                + ": connect as "
                + owner
                + " (or have a superuser run: GRANT "
                + owner
                + " TO "
                + row.getString("me")
                + ")");
      }
      List<String> missing = row.getBoolean("rolsuper") ? List.of() : missing(row, version);
      if (!missing.isEmpty()) {
        throw new SeaException(
            "the role "
                + row.getString("me")
                + " has not all the rights it needs in the database "
                + row.getString("here")
                + ": as a superuser, run there: "
                + String.join("; ", missing));
      }
    }
  }

  private static List<String> missing(ResultSet row, int version) throws SQLException {
    String me = row.getString("me");
    String groups = row.getString("foreign_groups");
    List<String> missing = new ArrayList<>();
    if (!row.getBoolean("rolcreaterole")) {
      missing.add("ALTER ROLE " + me + " CREATEROLE");
    }
    if (!row.getBoolean("creates")) {
      missing.add("ALTER DATABASE " + row.getString("here") + " OWNER TO " + me);
    }
    if (groups != null && version >= 16) {
      missing.add("GRANT " + groups + " TO " + me + " WITH ADMIN OPTION");
    }
    return missing;
  }
}
