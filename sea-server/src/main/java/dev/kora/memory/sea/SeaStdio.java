package dev.kora.memory.sea;

import dev.kora.memory.sea.stdio.StdioServer;
import dev.kora.memory.sea.store.TokenHash;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * A Sea for the one client that started it: MCP over two streams, and the database under it.
 * Thread-safe.
 */
public final class SeaStdio implements AutoCloseable {
  private final Engine engine;
  private final StdioServer server;
  private final String workspaceId;
  private boolean closed;

  private SeaStdio(Engine engine, StdioServer server, String workspaceId) {
    this.engine = engine;
    this.server = server;
    this.workspaceId = workspaceId;
  }

  /**
   * Starts a server; when this returns, it reads.
   *
   * @param options on what; its address, port and TLS files are not used
   * @param token the client's service token
   * @param in a message per line; not closed
   * @param out an answer per line and nothing else; not closed
   * @return the server, for the caller to close
   * @throws SeaException if it cannot start, or the token is not valid; nothing is left running
   */
  public static SeaStdio start(SeaOptions options, String token, InputStream in, OutputStream out)
      throws SeaException {
    Engine engine = Engine.open(options);
    try {
      TokenHash hash = TokenHash.of(token);
      if (engine.store().resolve(hash).isEmpty()) {
        throw new SeaException(
            "the token in KORA_SERVICE_TOKEN is not valid in this database: "
                + (options.dsn() == null
                    ? "take the one in " + engine.substrate().credentialsFile() + ", or "
                    : "")
                + "make one with \"token create\"");
      }
      StdioServer server = StdioServer.start(engine.service(), engine.store(), hash, in, out);
      engine.substrate().announce("process " + ProcessHandle.current().pid() + ", stdio");
      return new SeaStdio(engine, server, options.workspaceId());
    } catch (SQLException e) {
      SeaException problem = new SeaException("cannot look up the token (" + e + ")", e);
      Closing.close(problem, engine);
      throw problem;
    } catch (RuntimeException | Error e) {
      Closing.close(e, engine);
      throw e;
    }
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
   * Tells where this server's secrets are on disk, all but the password of a DSN that was given.
   *
   * @return a file that only its owner can read
   */
  public Path credentialsFile() {
    return engine.substrate().credentialsFile();
  }

  /**
   * Completes when the input has ended and what it asked for is answered.
   *
   * @return a future that belongs to this server
   */
  public CompletableFuture<Void> ended() {
    return server.ended();
  }

  /**
   * Completes with the reason if the server can no longer serve; never otherwise.
   *
   * @return a future that belongs to this server
   */
  public CompletableFuture<String> failure() {
    return engine.failure();
  }

  /** Answers what was begun, then stops the embedded Postgres. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    engine.closing();
    Closing.orThrow("the server did not stop cleanly", server, engine);
  }
}
