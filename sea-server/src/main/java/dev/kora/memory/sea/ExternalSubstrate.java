package dev.kora.memory.sea;

import dev.kora.memory.sea.postgres.EmbeddedPostgres;
import dev.kora.memory.sea.schema.OwnerRights;
import dev.kora.memory.sea.schema.Schema;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's Postgres. The server leaves nothing of its own there: its token and reader are leased
 * for as long as it lives, its credentials file is a temporary one.
 */
final class ExternalSubstrate extends Substrate {
  private final Path credentialsFile;
  private final SeaCredentials credentials;
  private @Nullable CredentialLease lease;

  private ExternalSubstrate(Path credentialsFile, SeaCredentials credentials) {
    this.credentialsFile = credentialsFile;
    this.credentials = credentials;
  }

  /** Makes credentials; the database is not touched. */
  static ExternalSubstrate open(Dsn admin) {
    try {
      Path folder = Files.createTempDirectory("sea-credentials-");
      SeaCredentials credentials =
          new SeaCredentials(
              admin.withUser(Readers.newName(), Secrets.random()).uri(),
              admin.uri(),
              Secrets.random());
      return new ExternalSubstrate(credentialsIn(folder), credentials);
    } catch (IOException e) {
      throw new SeaException("cannot make a temporary folder for the credentials (" + e + ")", e);
    }
  }

  @Override
  SeaCredentials credentials() {
    return credentials;
  }

  /** Whoever gave the owner's password has it. */
  @Override
  SeaCredentials credentialsOnDisk() {
    return new SeaCredentials(
        credentials.readerDsn(), admin().withoutPassword().uri(), credentials.token());
  }

  @Override
  Path credentialsFile() {
    return credentialsFile;
  }

  @Override
  @Nullable EmbeddedPostgres postgres() {
    return null;
  }

  /** There is no folder that others could come upon. */
  @Override
  void announce(String holder) {}

  @Override
  void mustOwn(Connection connection) throws SQLException {
    OwnerRights.check(connection);
  }

  @Override
  boolean letsClientsIn(Connection connection) throws SQLException {
    return Schema.exists(connection) && new ServiceTokens(connection).anyForClients();
  }

  @Override
  void grant(Connection connection, String workspaceId) throws SQLException {
    lease = CredentialLease.take(connection, credentials, workspaceId);
  }

  /** The file first: the database may be what cannot be reached. */
  @Override
  public void close() {
    try {
      removeFile();
    } finally {
      if (lease != null) {
        lease.close();
      }
    }
  }

  private void removeFile() {
    try {
      Files.deleteIfExists(credentialsFile);
      Path parent = credentialsFile.getParent();
      if (parent != null) {
        Files.deleteIfExists(parent);
      }
    } catch (IOException e) {
      throw new SeaException("cannot remove " + credentialsFile + " (" + e + ")", e);
    }
  }
}
