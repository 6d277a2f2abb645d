package dev.kora.memory.sea;

import dev.kora.memory.sea.postgres.DataFolder;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A database for an operator's commands, with its owner's rights: without a server, or beside one
 * that runs. The schema is not touched.
 */
public final class SeaDatabase implements AutoCloseable {
  private final Dsn admin;
  private final @Nullable Substrate started;

  private SeaDatabase(Dsn admin, @Nullable Substrate started) {
    this.admin = admin;
    this.started = started;
  }

  /**
   * Opens the database in a server's data folder. Starts its Postgres for the time until it is
   * closed, unless a server runs on it.
   *
   * @param dataDir the server's data folder
   * @return the database, for the caller to close
   * @throws SeaException if there is none, or it cannot be started
   */
  public static SeaDatabase open(Path dataDir) {
    Path file = Substrate.credentialsIn(dataDir);
    if (!Files.isRegularFile(file)) {
      throw new SeaException(
          "there is no server's data in " + dataDir + ": give the folder that it was started with");
    }
    if (DataFolder.isInUse(dataDir)) {
      SeaCredentials credentials =
          CredentialsFile.read(file)
              .orElseThrow(() -> new SeaException(file + " was there and is gone"));
      return new SeaDatabase(Dsn.parse(credentials.adminDsn()), null);
    }
    Substrate substrate = Substrate.asItIs(dataDir);
    return new SeaDatabase(substrate.admin(), substrate);
  }

  /**
   * Takes the database of a DSN.
   *
   * @param dsn the owner's
   * @return the database, for the caller to close
   * @throws SeaException if the DSN cannot be meant
   */
  public static SeaDatabase open(String dsn) {
    return new SeaDatabase(Dsn.parse(dsn), null);
  }

  /**
   * Connects as the owner.
   *
   * @return a connection, for the caller to close
   * @throws SeaException if the database cannot be reached
   */
  public Connection connect() {
    return Connections.open(admin);
  }

  /**
   * Connects as the owner, for reading many rows.
   *
   * @return a connection, for the caller to close
   * @throws SeaException if the database cannot be reached
   */
  public Connection connectForRows() {
    return Connections.openForRows(admin);
  }

  /**
   * Tells how the owner connects.
   *
   * @return the DSN, with the password
   */
  public Dsn admin() {
    return admin;
  }

  /** Stops the Postgres that was started. */
  @Override
  public void close() {
    if (started != null) {
      started.close();
    }
  }
}
