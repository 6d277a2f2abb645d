package dev.kora.memory.sea;

import dev.kora.memory.sea.chain.ChainVerifier;
import dev.kora.memory.sea.postgres.DataFolder;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
import java.nio.file.Files;
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
    Path file = Substrate.credentialsIn(dataDir);
    if (!Files.isRegularFile(file)) {
      throw new SeaException(
          "there is no server's data in " + dataDir + ": give the folder that it was started with");
    }
    if (DataFolder.isInUse(dataDir)) {
      SeaCredentials credentials =
          CredentialsFile.read(file)
              .orElseThrow(() -> new SeaException(file + " was there and is gone"));
      return verify(Dsn.parse(credentials.adminDsn()), workspaceId);
    }
    try (Substrate substrate = Substrate.asItIs(dataDir)) {
      return verify(substrate.admin(), workspaceId);
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
    return verify(Dsn.parse(dsn), workspaceId);
  }

  private static VerifyReport verify(Dsn dsn, @Nullable String workspaceId) {
    try (Connection connection = Connections.open(dsn)) {
      return new ChainVerifier(connection).verify(workspaceId);
    } catch (SQLException e) {
      throw new SeaException("could not verify the chain (" + Connections.firstLine(e) + ")", e);
    }
  }
}
