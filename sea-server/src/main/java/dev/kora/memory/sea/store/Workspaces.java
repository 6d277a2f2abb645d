package dev.kora.memory.sea.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The workspace that a transaction is about. */
public final class Workspaces {
  private Workspaces() {}

  /** Sets it for this transaction; row-level security shows nothing otherwise. */
  public static void enter(Connection connection, String workspaceId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT set_config('app.current_workspace_id', ?, true)")) {
      statement.setString(1, workspaceId);
      statement.execute();
    }
  }
}
