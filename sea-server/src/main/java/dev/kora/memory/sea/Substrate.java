package dev.kora.memory.sea;

import dev.kora.memory.sea.postgres.EmbeddedPostgres;
import dev.kora.memory.sea.schema.Schema;
import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.ServiceTokens;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database under a server: the embedded one with its folder, or somebody's by DSN. */
abstract sealed class Substrate implements AutoCloseable
    permits EmbeddedSubstrate, ExternalSubstrate {
  private static final String CREDENTIALS = "credentials.json";

  private boolean tokensForClients;

  /** Starts or finds the database; the schema is not touched. */
  static Substrate open(SeaOptions options) {
    String dsn = options.dsn();
    return dsn == null
        ? EmbeddedSubstrate.open(options.dataDir(), options.workspaceId())
        : ExternalSubstrate.open(Dsn.parse(dsn));
  }

  /** Starts the database of a folder, whichever workspace it was made for. */
  static Substrate asItIs(Path dataDir) {
    Path file = credentialsIn(dataDir);
    String workspaceId =
        CredentialsFile.workspace(file)
            .orElseThrow(() -> new SeaException(file + " was there and is gone"));
    return EmbeddedSubstrate.open(dataDir, workspaceId);
  }

  static Path credentialsIn(Path folder) {
    return folder.resolve(CREDENTIALS);
  }

  /** Makes the schema, the workspace, and what the credentials promise. */
  void prepare(SeaOptions options) {
    String workspaceId = options.workspaceId();
    try (Connection connection = Connections.open(admin())) {
      mustOwn(connection);
      if (!letsClientsIn(connection)) {
        mustBeLoopback(options.host());
      }
      Schema.ensure(connection, admin());
      new WorkspaceSeed(connection, workspaceId).ensureWorkspace(options.policies());
      grant(connection, workspaceId);
      tokensForClients = new ServiceTokens(connection).anyForClients();
    } catch (SQLException e) {
      throw new SeaException(
          "cannot prepare the workspace \"" + workspaceId + "\" (" + Connections.firstLine(e) + ")",
          e);
    }
    CredentialsFile.write(credentialsFile(), credentialsOnDisk(), workspaceId);
  }

  /** Whether the database knows a token that was not made for a server's own lifetime. */
  boolean hasTokensForClients() {
    return tokensForClients;
  }

  Dsn admin() {
    return Dsn.parse(credentials().adminDsn());
  }

  abstract SeaCredentials credentials();

  /** The same, but for what need not be there: a killed server leaves its file. */
  abstract SeaCredentials credentialsOnDisk();

  abstract Path credentialsFile();

  abstract @Nullable EmbeddedPostgres postgres();

  /** Says who uses the database, where others could come upon it. */
  abstract void announce(String holder);

  /** Refuses an owner that lacks rights. */
  abstract void mustOwn(Connection connection) throws SQLException;

  /** Whether anybody but this server's own client could be let in. */
  abstract boolean letsClientsIn(Connection connection) throws SQLException;

  /** Lets the token and the reader of the credentials in. */
  abstract void grant(Connection connection, String workspaceId) throws SQLException;

  @Override
  public abstract void close();

  private static void mustBeLoopback(String host) {
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new SeaException(
          "there is no host \"" + host + "\": give an address of this machine", e);
    }
    throw new SeaException(
        "nobody could use a server on "
            + host
            + ": its database has no token for clients. Make one first with \"token create\""
            + " (--data-dir or --dsn as here), or serve on a loopback address");
  }
}
