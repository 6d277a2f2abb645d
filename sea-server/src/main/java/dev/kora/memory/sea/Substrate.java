package dev.kora.memory.sea;

import dev.kora.memory.sea.postgres.DataFolder;
import dev.kora.memory.sea.postgres.EmbeddedPostgres;
import dev.kora.memory.sea.schema.Schema;
import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database under a server: the embedded one with its folder, or somebody's by DSN. */
final class Substrate implements AutoCloseable {
  private static final String CREDENTIALS = "credentials.json";

  private final @Nullable DataFolder folder;
  private final @Nullable EmbeddedPostgres postgres;
  private final Path credentialsFile;
  private final SeaCredentials credentials;

  private Substrate(
      @Nullable DataFolder folder,
      @Nullable EmbeddedPostgres postgres,
      Path credentialsFile,
      SeaCredentials credentials) {
    this.folder = folder;
    this.postgres = postgres;
    this.credentialsFile = credentialsFile;
    this.credentials = credentials;
  }

  /** Starts or finds the database; the schema is not touched. */
  static Substrate open(SeaOptions options) {
    String dsn = options.dsn();
    return dsn == null
        ? embedded(options.dataDir(), options.workspaceId())
        : external(Dsn.parse(dsn));
  }

  /** Starts the database of a folder, whichever workspace it was made for. */
  static Substrate asItIs(Path dataDir) {
    Path file = credentialsIn(dataDir);
    String workspaceId =
        CredentialsFile.workspace(file)
            .orElseThrow(() -> new SeaException(file + " was there and is gone"));
    return embedded(dataDir, workspaceId);
  }

  static Path credentialsIn(Path dataDir) {
    return dataDir.resolve(CREDENTIALS);
  }

  /** Makes the schema, the workspace, and what the credentials promise. */
  void prepare(String workspaceId, Map<String, String> policies) {
    Dsn admin = admin();
    Schema.migrate(admin);
    Dsn reader = Dsn.parse(credentials.readerDsn());
    try (Connection connection = Connections.open(admin)) {
      new WorkspaceSeed(connection, workspaceId).ensureWorkspace(policies);
      new ServiceTokens(connection).ensure(workspaceId, credentials.token());
      new Readers(connection).ensure(workspaceId, reader.user(), reader.password());
    } catch (SQLException e) {
      throw new SeaException(
          "cannot prepare the workspace \"" + workspaceId + "\" (" + Connections.firstLine(e) + ")",
          e);
    }
    CredentialsFile.write(credentialsFile, credentials, workspaceId);
  }

  Dsn admin() {
    return Dsn.parse(credentials.adminDsn());
  }

  SeaCredentials credentials() {
    return credentials;
  }

  Path credentialsFile() {
    return credentialsFile;
  }

  @Nullable EmbeddedPostgres postgres() {
    return postgres;
  }

  void announce(String holder) {
    if (folder != null) {
      folder.announce(holder);
    }
  }

  @Override
  public void close() {
    if (postgres != null && folder != null) {
      postgres.close();
      folder.close();
    } else {
      withdraw();
    }
  }

  private static Substrate embedded(@Nullable Path dataDir, String workspaceId) {
    DataFolder folder = DataFolder.open(dataDir);
    EmbeddedPostgres postgres = null;
    Substrate substrate = null;
    try {
      Path file = credentialsIn(folder.path());
      Optional<SeaCredentials> kept = CredentialsFile.read(file);
      if (kept.isEmpty() && EmbeddedPostgres.hasCluster(folder)) {
        throw new SeaException(
            "the data folder "
                + folder.path()
                + " has a database and no "
                + CREDENTIALS
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
      SeaCredentials draft = kept.orElseGet(() -> fresh("127.0.0.1:1", EmbeddedPostgres.SUPERUSER));
      // Written before the database is made: a password must never exist only in memory.
      CredentialsFile.write(file, draft, workspaceId);
      postgres = EmbeddedPostgres.start(folder, Dsn.parse(draft.adminDsn()).password());
      substrate = new Substrate(folder, postgres, file, at("127.0.0.1:" + postgres.port(), draft));
      return substrate;
    } finally {
      if (substrate == null) {
        if (postgres != null) {
          postgres.close();
        }
        folder.close();
      }
    }
  }

  private static Substrate external(Dsn admin) {
    try {
      Path folder = Files.createTempDirectory("sea-credentials-");
      String role =
          "sea_reader_" + Secrets.random().replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
      SeaCredentials credentials =
          new SeaCredentials(
              admin.withUser(role, Secrets.random()).uri(), admin.uri(), Secrets.random());
      return new Substrate(null, null, credentialsIn(folder), credentials);
    } catch (IOException e) {
      throw new SeaException("cannot make a temporary folder for the credentials (" + e + ")", e);
    }
  }

  /** Without a folder of its own a server's token and reader live as long as it does. */
  private void withdraw() {
    removeFile();
    try (Connection connection = Connections.open(admin())) {
      new ServiceTokens(connection).revoke(credentials.token());
      new Readers(connection).drop(Dsn.parse(credentials.readerDsn()).user());
    } catch (SQLException e) {
      throw new SeaException(
          "cannot withdraw this server's token and reader role (" + e.getMessage() + ")", e);
    }
  }

  /** First of all: the database may be what cannot be reached. */
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

  private static SeaCredentials fresh(String hostAndPort, String superuser) {
    Dsn admin = new Dsn(hostAndPort, "postgres", "", superuser, Secrets.random());
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
