package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.io.File;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a child process: each message is a line on its stdin or stdout.
 *
 * <p>The child is started at the first exchange and, when it has ended, at the next one that names
 * no session. Its number is its session's id: a message of another session is rejected with 404,
 * the reason of its child's end as the body, and not sent, so that a restart leads to a new
 * handshake (rule 17) and nothing else.
 *
 * <p>The child gets the token in {@code KORA_SERVICE_TOKEN} and little else of our environment. A
 * JVM that ends without {@link #close} closes the child's stdin, which ends a well-behaved one.
 */
public final class StdioTransport implements Transport {
  private static final Logger LOG = LogManager.getLogger(StdioTransport.class);

  private final Supervisor supervisor;
  private volatile Consumer<byte[]> receiver = message -> {};

  /**
   * Makes a transport; starts nothing yet.
   *
   * @param token put into the child's environment, or null for none
   */
  public StdioTransport(StdioEndpoint endpoint, @Nullable Secret token) {
    this(endpoint, token, new Restarts(System::nanoTime));
  }

  /** As above; {@code restarts} says when a child may follow one that has ended. */
  StdioTransport(StdioEndpoint endpoint, @Nullable Secret token, Restarts restarts) {
    ProcessBuilder program = new ProcessBuilder(endpoint.command());
    Environment.reduce(program.environment(), token, File.separatorChar == '\\');
    SecretMask mask = SecretMask.NONE.and(token == null ? null : token.reveal());
    this.supervisor = new Supervisor(program, mask, message -> receiver.accept(message), restarts);
  }

  /** As promised; called on the thread that reads, so the receiver must not wait for anything. */
  @Override
  public void listen(Consumer<byte[]> receiver) {
    this.receiver = receiver;
  }

  @Override
  public boolean hasStreamPerExchange() {
    return false;
  }

  @Override
  public Exchange exchange(Outbound message, Awaited awaited, Deadline deadline) {
    if (Thread.currentThread().isInterrupted()) {
      return new Exchange.NotSent("the calling thread is interrupted", null);
    }
    if (deadline.leftNanos() == 0) {
      return new Exchange.NotSent("no time is left", null);
    }
    String session = message.headers().get(McpHeaders.SESSION);
    if (session != null) {
      ChildProcess child = living(session);
      return child == null
          ? new Exchange.Rejected(404, endOf(session, deadline), null, null)
          : child.exchange(message.message(), awaited, deadline);
    }
    Supervisor.Found found = supervisor.livingOrNew(deadline);
    if (found instanceof Supervisor.Found.Living living) {
      return living.child().exchange(message.message(), awaited, deadline);
    }
    return ((Supervisor.Found.None) found).outcome();
  }

  private String endOf(String session, Deadline deadline) {
    String reason = supervisor.endOf(session, deadline);
    return reason == null ? "the server process of this session has ended" : reason;
  }

  @Override
  public void post(Outbound message) {
    ChildProcess child = living(message.headers().get(McpHeaders.SESSION));
    if (child == null || !child.post(message.message())) {
      LOG.debug("[kora.isokron] a message was dropped: no server process takes it");
    }
  }

  /** The child of this session, or of any when none is named; null when it lives no more. */
  private @Nullable ChildProcess living(@Nullable String session) {
    ChildProcess child = supervisor.living();
    return child == null || session == null || session.equals(child.session()) ? child : null;
  }

  @Override
  public void endSession(Map<String, String> headers, Deadline deadline) {
    // The session ends with the child.
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
