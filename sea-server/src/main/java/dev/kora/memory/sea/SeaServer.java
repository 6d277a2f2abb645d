package dev.kora.memory.sea;

import dev.kora.memory.sea.audit.ChainVerifier;
import dev.kora.memory.sea.mcp.McpEndpoint;
import dev.kora.memory.sea.postgres.EmbeddedPostgres;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.EventReader;
import dev.kora.memory.sea.store.EventStore;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A running Sea: the MCP server and the database under it. Thread-safe. The embedded Postgres ends
 * with the JVM, however that ends.
 */
public final class SeaServer implements AutoCloseable {
  private final Substrate substrate;
  private final McpEndpoint endpoint;
  private final EventStore store;
  private final String workspaceId;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private volatile boolean closed;

  private SeaServer(
      Substrate substrate, McpEndpoint endpoint, EventStore store, String workspaceId) {
    this.substrate = substrate;
    this.endpoint = endpoint;
    this.store = store;
    this.workspaceId = workspaceId;
    EmbeddedPostgres postgres = substrate.postgres();
    if (postgres != null) {
      postgres.onEnd(
          () -> {
            if (!closed) {
              failure.complete("Postgres has ended by itself");
            }
          });
    }
  }

  /**
   * Starts a server; when this returns, it serves.
   *
   * @param options where and on what
   * @return the server, for the caller to close
   * @throws SeaException if it cannot start; nothing is left running
   */
  public static SeaServer start(SeaOptions options) throws SeaException {
    McpEndpoint endpoint = McpEndpoint.bind(options.host(), options.port());
    Substrate substrate = null;
    EventStore store = null;
    try {
      substrate = Substrate.open(options);
      substrate.prepare(options.workspaceId());
      store = EventStore.open(substrate.admin());
      endpoint.start(store);
      substrate.announce("process " + ProcessHandle.current().pid() + ", " + endpoint.uri());
      return new SeaServer(substrate, endpoint, store, options.workspaceId());
    } catch (RuntimeException | Error e) {
      closeAll(e, endpoint, store, substrate);
      throw e;
    }
  }

  /**
   * Tells where MCP clients connect.
   *
   * @return an HTTP URI
   */
  public URI mcpEndpoint() {
    return endpoint.uri();
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
    return substrate.credentials();
  }

  /**
   * Tells where the same secrets are on disk.
   *
   * @return a file that only its owner can read
   */
  public Path credentialsFile() {
    return substrate.credentialsFile();
  }

  /**
   * Recomputes a workspace's chain from the rows.
   *
   * @param workspace its id; null for all workspaces
   * @return what was found
   * @throws SeaException if it could not be verified
   */
  public VerifyReport verify(@Nullable String workspace) {
    try (Connection connection = Connections.openForRows(substrate.admin())) {
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
    try (Connection connection = Connections.open(substrate.admin())) {
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
    return failure.copy();
  }

  /** Stops serving, then the embedded Postgres; removes a temporary folder. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    SeaException problem = new SeaException("the server did not stop cleanly");
    closeAll(problem, endpoint, store, substrate);
    if (problem.getSuppressed().length > 0) {
      throw problem;
    }
  }

  private static void closeAll(
      Throwable problem,
      McpEndpoint endpoint,
      @Nullable EventStore store,
      @Nullable Substrate substrate) {
    close(problem, endpoint);
    close(problem, store);
    close(problem, substrate);
  }

  private static void close(Throwable problem, @Nullable AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      problem.addSuppressed(e);
    }
  }
}
