package dev.kora.memory.sea.store;

import dev.kora.memory.sea.SeaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The workspaces of a database, and the one that a transaction is about. */
public final class Workspaces {
  private static final int MAX_ID_LENGTH = 200;

  private Workspaces() {}

  /**
   * One workspace.
   *
   * @param id its name everywhere
   * @param createdAt when it was made
   * @param events how many its chain holds
   */
  public record Summary(String id, Instant createdAt, long events) {}

  /**
   * Refuses what cannot be a workspace's id.
   *
   * @throws SeaException with what would do
   */
  public static void checkId(String id) {
    if (id.isBlank()
        || id.length() > MAX_ID_LENGTH
        || id.chars().anyMatch(Character::isISOControl)) {
      throw new SeaException(
          "the workspace id must be 1 to " + MAX_ID_LENGTH + " characters, and no control ones");
    }
  }

  /** Sets it for this transaction; row-level security shows nothing otherwise. */
  public static void enter(Connection connection, String workspaceId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT set_config('app.current_workspace_id', ?, true)")) {
      statement.setString(1, workspaceId);
      statement.execute();
    }
  }

  /** Whether there is this one. Owner's rights. */
  public static boolean exists(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT FROM hivex_foundation.tenant WHERE clerk_org_id = ?")) {
      statement.setString(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** All of them by id. Owner's rights. */
  public static List<Summary> list(Connection connection) throws SQLException {
    List<Summary> all = new ArrayList<>();
    String sql =
        "SELECT t.clerk_org_id, t.created_at, coalesce(h.seq, 0) AS events"
            + " FROM hivex_foundation.tenant t LEFT JOIN hivex_foundation.chain_head h"
            + " USING (tenant_id) ORDER BY t.clerk_org_id";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        all.add(
            new Summary(
                row.getString("clerk_org_id"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("events")));
      }
    }
    return all;
  }
}
