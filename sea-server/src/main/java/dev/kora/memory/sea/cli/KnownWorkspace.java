package dev.kora.memory.sea.cli;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.store.Workspaces;
import java.sql.Connection;
import java.sql.SQLException;

/** The {@code --workspace} of commands that need one that is there. */
final class KnownWorkspace {
  private KnownWorkspace() {}

  static void check(Connection owner, String id) throws SQLException {
    if (!Workspaces.exists(owner, id)) {
      throw new SeaException(
          "there is no workspace \"" + id + "\": see \"workspace list\", or make it first");
    }
  }
}
