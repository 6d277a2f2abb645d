package dev.kora.memory.sea;

import dev.kora.memory.sea.audit.ChainVerifier;
import dev.kora.memory.sea.http.HttpServer;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.EventReader;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A running Sea: the MCP server over HTTP and the database under it. Thread-safe. The embedded
 * Postgres ends with the JVM, however that ends.
 */
public final class SeaServer implements AutoCloseable {
  private final Engine engine;
  private final HttpServer http;
  private final String workspaceId;
  private boolean closed;

  private SeaServer(Engine engine, HttpServer http, String workspaceId) {
    this.engine = engine;
    this.http = http;
    this.workspaceId = workspaceId;
  }

  /**
   * Starts a server; when this returns, it serves.
   *
   * @param options where and on what
   * @return the server, for the caller to close
   * @throws SeaException if it cannot start; nothing is left running
   */
  public static SeaServer start(SeaOptions options) throws SeaException {
    HttpServer http = HttpServer.bind(options.host(), options.port(), options.tls());
    Engine engine = null;
    try {
      engine = Engine.open(options);
      http.start(engine.service(), engine.store(), engine.metrics(), options.stateless());
      String holder = "process " + ProcessHandle.current().pid() + ", " + http.uri();
      engine.substrate().announce(holder);
      return new SeaServer(engine, http, options.workspaceId());
    } catch (RuntimeException | Error e) {
      Closing.close(e, http, engine);
      throw e;
    }
  }

  /**
   * Tells where MCP clients connect.
   *
   * @return an HTTP URI
   */
  public URI mcpEndpoint() {
    return http.uri();
  }

  /**
   * Tells which workspace the credentials are for.
   *
   * @return its id
   */
  public String workspaceId() {
    return workspaceId;
  }

  /**
   * Gives the secrets to connect with.
   *
   * @return the token and the DSNs
   */
  public SeaCredentials credentials() {
    return engine.substrate().credentials();
  }

  /**
   * Tells whether the database knew a valid token at the start that was not made for a server's own
   * lifetime. Without one the server is for this machine only, by its credentials file.
   *
   * @return false where {@code token create} is the next thing to do
   */
  public boolean hasTokensForClients() {
    return engine.substrate().hasTokensForClients();
  }

  /**
   * Tells where the same secrets are on disk, all but the password of a DSN that was given.
   *
   * @return a file that only its owner can read
   */
  public Path credentialsFile() {
    return engine.substrate().credentialsFile();
  }

  /**
   * Recomputes a workspace's chain from the rows.
   *
   * @param workspace its id; null for all workspaces
   * @return what was found
   * @throws SeaException if it could not be verified
   */
  public VerifyReport verify(@Nullable String workspace) {
    try (Connection connection = Connections.openForRows(engine.substrate().admin())) {
      return new ChainVerifier().verify(connection, workspace);
    } catch (SQLException e) {
      throw new SeaException("could not verify the chain (" + Connections.firstLine(e) + ")", e);
    }
  }

  /**
   * Reads the last events of a chain.
   *
   * @param workspace its id
   * @param limit how many at most
   * @return the events, the oldest of them first
   * @throws SeaException if the database cannot be read
   */
  public List<ChainEvent> events(String workspace, int limit) {
    try (Connection connection = Connections.open(engine.substrate().admin())) {
      return EventReader.last(connection, workspace, limit);
    } catch (SQLException e) {
      throw new SeaException("could not read events (" + Connections.firstLine(e) + ")", e);
    }
  }

  /**
   * Completes with the reason if the server can no longer serve; never otherwise.
   *
   * @return a future that belongs to this server
   */
  public CompletableFuture<String> failure() {
    return engine.failure();
  }

  /**
   * Answers what was accepted and stops serving, then stops the embedded Postgres; removes a
   * temporary folder. Idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    engine.closing();
    Closing.orThrow("the server did not stop cleanly", http, engine);
  }
}
