package dev.kora.memory.sea;

import dev.kora.memory.sea.audit.ChainVerifier;
import dev.kora.memory.sea.store.Connections;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Verifies a chain without a server, or beside one that runs. */
public final class SeaAudit {
  private SeaAudit() {}

  /**
   * Verifies the chains in a data folder. Starts its Postgres for the time it takes, unless a
   * server runs on it.
   *
   * @param dataDir the server's data folder
   * @param workspaceId null for all workspaces
   * @return what was found
   * @throws SeaException if it could not be verified
   */
  public static VerifyReport verify(Path dataDir, @Nullable String workspaceId) {
    try (SeaDatabase database = SeaDatabase.open(dataDir)) {
      return verify(database, workspaceId);
    }
  }

  /**
   * Verifies the chains in a database.
   *
   * @param dsn the owner's
   * @param workspaceId null for all workspaces
   * @return what was found
   * @throws SeaException if it could not be verified
   */
  public static VerifyReport verify(String dsn, @Nullable String workspaceId) {
    try (SeaDatabase database = SeaDatabase.open(dsn)) {
      return verify(database, workspaceId);
    }
  }

  private static VerifyReport verify(SeaDatabase database, @Nullable String workspaceId) {
    try (Connection connection = database.connectForRows()) {
      return new ChainVerifier().verify(connection, workspaceId);
    } catch (SQLException e) {
      throw new SeaException("could not verify the chain (" + Connections.firstLine(e) + ")", e);
    }
  }
}
