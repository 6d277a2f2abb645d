package dev.kora.memory.sea;

import dev.kora.memory.sea.postgres.DataFolder;
import dev.kora.memory.sea.postgres.EmbeddedPostgres;
import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Postgres of the server's own, in a folder that keeps its data and credentials. */
final class EmbeddedSubstrate extends Substrate {
  private final DataFolder folder;
  private final EmbeddedPostgres postgres;
  private SeaCredentials credentials;

  private EmbeddedSubstrate(
      DataFolder folder, EmbeddedPostgres postgres, SeaCredentials credentials) {
    this.folder = folder;
    this.postgres = postgres;
    this.credentials = credentials;
  }

  /** Takes the folder's lock and starts its Postgres. */
  static EmbeddedSubstrate open(@Nullable Path dataDir, String workspaceId) {
    DataFolder folder = DataFolder.open(dataDir);
    EmbeddedPostgres postgres = null;
    boolean opened = false;
    try {
      Path file = credentialsIn(folder.path());
      Optional<SeaCredentials> kept = CredentialsFile.read(file);
      if (kept.isEmpty() && EmbeddedPostgres.hasCluster(folder)) {
        throw new SeaException(
            "the data folder "
                + folder.path()
                + " has a database and no "
                + file.getFileName()
                + ", which holds its password: restore that file from a backup, or choose another folder");
      }
      String bound = CredentialsFile.workspace(file).orElse(workspaceId);
      if (!bound.equals(workspaceId)) {
        throw new SeaException(
            "the data folder "
                + folder.path()
                + " and its credentials are for the workspace \""
                + bound
                + "\", not for \""
                + workspaceId
                + "\": start it with that one, or choose another folder");
      }
      folder.announce("process " + ProcessHandle.current().pid());
      SeaCredentials draft = kept.orElseGet(EmbeddedSubstrate::fresh);
      // Written before the database is made: a password must never exist only in memory.
      CredentialsFile.write(file, draft, workspaceId);
      postgres = EmbeddedPostgres.start(folder, Dsn.parse(draft.adminDsn()).password());
      SeaCredentials valid = at("127.0.0.1:" + postgres.port(), draft);
      // Commands that come upon the folder in use look for the port here.
      CredentialsFile.write(file, valid, workspaceId);
      opened = true;
      return new EmbeddedSubstrate(folder, postgres, valid);
    } finally {
      if (!opened) {
        if (postgres != null) {
          postgres.close();
        }
        folder.close();
      }
    }
  }

  @Override
  SeaCredentials credentials() {
    return credentials;
  }

  /** Nobody else has the password of the database. */
  @Override
  SeaCredentials credentialsOnDisk() {
    return credentials;
  }

  @Override
  Path credentialsFile() {
    return credentialsIn(folder.path());
  }

  @Override
  EmbeddedPostgres postgres() {
    return postgres;
  }

  @Override
  void announce(String holder) {
    folder.announce(holder);
  }

  /** Its superuser does. */
  @Override
  void mustOwn(Connection connection) {}

  /** Its kept token does; that of a temporary folder ends with the server. */
  @Override
  boolean letsClientsIn(Connection connection) {
    return !folder.isTemporary();
  }

  /** A kept token that was revoked makes room for a new one. */
  @Override
  void grant(Connection connection, String workspaceId) throws SQLException {
    ServiceTokens tokens = new ServiceTokens(connection);
    if (folder.isTemporary()) {
      tokens.lease(workspaceId, credentials.token(), null);
    } else {
      if (tokens.isRevoked(credentials.token())) {
        credentials =
            new SeaCredentials(credentials.readerDsn(), credentials.adminDsn(), Secrets.random());
      }
      tokens.ensure(workspaceId, credentials.token());
    }
    Dsn reader = Dsn.parse(credentials.readerDsn());
    new Readers(connection).ensure(workspaceId, reader.user(), reader.password());
  }

  @Override
  public void close() {
    postgres.close();
    folder.close();
  }

  /** The port is not known before it has started. */
  private static SeaCredentials fresh() {
    Dsn admin =
        new Dsn("127.0.0.1:1", "postgres", "", EmbeddedPostgres.SUPERUSER, Secrets.random());
    return new SeaCredentials(
        admin.withUser("sea_reader_local", Secrets.random()).uri(), admin.uri(), Secrets.random());
  }

  private static SeaCredentials at(String hostAndPort, SeaCredentials old) {
    return new SeaCredentials(
        moved(old.readerDsn(), hostAndPort), moved(old.adminDsn(), hostAndPort), old.token());
  }

  private static String moved(String dsn, String hostAndPort) {
    Dsn old = Dsn.parse(dsn);
    return new Dsn(hostAndPort, old.database(), old.query(), old.user(), old.password()).uri();
  }
}
