package dev.kora.memory.sea.stdio;

import dev.kora.memory.sea.mcp.Answer;
import dev.kora.memory.sea.mcp.Incoming;
import dev.kora.memory.sea.mcp.McpService;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.TokenHash;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's conversation: a message per line in, an answer per line out, in the order in which
 * they are ready. The token is the process', and is looked up for every message.
 */
public final class StdioServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StdioServer.class);
  private static final int AT_ONCE = 8;
  private static final long STOP_SECONDS = 15;

  private final McpService service;
  private final EventStore store;
  private final TokenHash token;
  private final LineReader in;
  private final OutputStream out;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** When all are busy, the reader lends a hand, and so reads no further. */
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          0,
          AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> daemon(work, "sea-stdio-work"),
          new CallerRunsPolicy());

  private StdioServer(
      McpService service, EventStore store, TokenHash token, InputStream in, OutputStream out) {
    this.service = service;
    this.store = store;
    this.token = token;
    this.in = new LineReader(in, McpService.MAX_MESSAGE_BYTES);
    this.out = out;
  }

  /** Starts to read, on a thread of its own. The streams are not closed. */
  public static StdioServer start(
      McpService service, EventStore store, TokenHash token, InputStream in, OutputStream out) {
    StdioServer server = new StdioServer(service, store, token, in, out);
    daemon(server::serve, "sea-stdio").start();
    return server;
  }

  /** Completes when the input has ended and what it asked for is answered. */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Takes on nothing more, and answers what was begun, within a bound. */
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("some calls did not end in {} s and are given up", STOP_SECONDS);
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    try {
      for (byte[] line = in.read(); line != null && !workers.isShutdown(); line = in.read()) {
        byte[] message = line;
        if (!isBlank(message)) {
          workers.execute(() -> answer(message));
        }
      }
    } catch (IOException e) {
      LOG.debug("the input broke", e);
    } finally {
      close();
      ended.complete(null);
    }
  }

  private void answer(byte[] message) {
    try {
      String answer = answerTo(message);
      if (answer != null) {
        write(answer);
      }
    } catch (IOException e) {
      // The client has gone; its input ends too.
      LOG.debug("the output broke", e);
    } catch (RuntimeException e) {
      LOG.error("a message was not answered", e);
    }
  }

  private @Nullable String answerTo(byte[] message) {
    if (message.length > McpService.MAX_MESSAGE_BYTES) {
      return McpService.error(
          null,
          ErrorCodes.INVALID_REQUEST,
          "the message is larger than " + McpService.MAX_MESSAGE_BYTES + " bytes");
    }
    Incoming incoming = service.read(message);
    Object id = incoming instanceof Incoming.Request request ? request.message().id() : null;
    Optional<Caller> caller;
    try {
      caller = store.resolve(token);
    } catch (SQLException e) {
      LOG.error("cannot look up the token", e);
      return McpService.error(id, ErrorCodes.INTERNAL_ERROR, "the database cannot be used now");
    }
    if (caller.isEmpty()) {
      return McpService.error(
          id, ErrorCodes.INVALID_REQUEST, "the service token is no longer valid");
    }
    Answer answer = service.answer(incoming, caller.get());
    return answer.json();
  }

  private void write(String answer) throws IOException {
    byte[] line = (answer + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(line);
      out.flush();
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
