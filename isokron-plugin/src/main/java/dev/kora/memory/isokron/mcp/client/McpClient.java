package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.McpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.http.HttpTransport;
import dev.kora.memory.isokron.mcp.stdio.StdioTransport;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A tools-only MCP client for the protocol versions with a handshake. Opens its session at the
 * first call. Safe for all threads; a call from an interrupted thread ends at once and leaves the
 * flag set.
 */
public final class McpClient implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final Transport transport;
  private final Duration timeout;
  private final Duration goodbye;
  private final Conversation conversation;
  private final Handshake handshake;
  private final ToolPages pages;
  private final ToolCatalog catalog;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable ServerSession session;
  private volatile boolean closed;
  private volatile @Nullable ServerInfo lastServer;
  private volatile JsonNode lastCapabilities = MissingNode.getInstance();

  /** Makes a client for an address; sends and starts nothing yet. */
  public static McpClient connect(
      McpEndpoint endpoint, @Nullable Secret token, Duration timeout, String clientVersion) {
    Transport transport =
        endpoint instanceof StdioEndpoint stdio
            ? new StdioTransport(stdio, token)
            : new HttpTransport((HttpEndpoint) endpoint, token);
    return new McpClient(transport, timeout, clientVersion);
  }

  /**
   * Makes a client; sends nothing yet.
   *
   * @param transport closed with the client
   * @param timeout limit of each call, from its start to the last byte of its answer
   * @param clientVersion this client's version, told to the server
   */
  public McpClient(Transport transport, Duration timeout, String clientVersion) {
    this(transport, timeout, GOODBYE, clientVersion);
  }

  /** As above; {@code goodbye} is the limit of each step of the closing. */
  McpClient(Transport transport, Duration timeout, Duration goodbye, String clientVersion) {
    this.transport = transport;
    this.timeout = timeout;
    this.goodbye = goodbye;
    this.pages = new ToolPages(this::request);
    this.catalog = new ToolCatalog(pages, timeout);
    this.conversation = new Conversation(transport, catalog::forget);
    this.handshake = new Handshake(conversation, clientVersion);
  }

  /** The server's tools, as far as known. */
  public ToolCatalog catalog() {
    return catalog;
  }

  /** Asks the server for its tools, whatever the catalog knows. */
  public ToolListing listTools() {
    return pages.read(Deadline.in(timeout));
  }

  /** Asks the server for a sign of life. */
  public CallOutcome ping() {
    return request("ping", StrictJson.object(), Deadline.in(timeout));
  }

  /** Who answered last; empty until the server has been reached once. */
  public Optional<ServerInfo> server() {
    return Optional.ofNullable(lastServer);
  }

  /** A view of this client that sends the given {@code _meta} with each tool call. */
  public ToolClient withMeta(ObjectNode meta) {
    return (tool, arguments) -> {
      ObjectNode params = StrictJson.object().put("name", tool);
      params.set("arguments", arguments);
      params.set("_meta", meta);
      return request("tools/call", params, Deadline.in(timeout));
    };
  }

  /** Whether the server said at the last handshake that it has an experimental capability. */
  public boolean announces(String experimental) {
    JsonNode value = lastCapabilities.path("experimental").path(experimental);
    return !value.isMissingNode() && !(value.isBoolean() && !value.booleanValue());
  }

  /** Sends a request, with a handshake before it where needed, and waits for its answer. */
  CallOutcome request(String method, ObjectNode params, Deadline deadline) {
    ServerSession lost = null;
    while (true) {
      Handshake.Result opened = open(lost, deadline);
      if (opened instanceof Handshake.Result.Closed closed) {
        return closed.outcome();
      }
      ServerSession current = ((Handshake.Result.Open) opened).session();
      Conversation.Reply reply = conversation.request(method, params, current.headers(), deadline);
      if (lost != null || !isSessionLost(reply, current)) {
        return method.equals("tools/call") ? Outcomes.ofToolCall(reply) : Outcomes.of(reply);
      }
      lost = current; // rule 17: one new handshake, one retry
    }
  }

  private static boolean isSessionLost(Conversation.Reply reply, ServerSession session) {
    return session.id() != null
        && reply.exchange() instanceof Exchange.Rejected rejected
        && (rejected.status() == 404 || rejected.status() == 400);
  }

  /** Returns the session in use, or a new one if there is none or it is the lost one. */
  private Handshake.Result open(@Nullable ServerSession lost, Deadline deadline) {
    ServerSession current = session;
    if (current != null && !current.equals(lost)) {
      return new Handshake.Result.Open(current);
    }
    try {
      if (!opening.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        return new Handshake.Result.Closed(
            new CallOutcome.NotSent("another thread's handshake takes too long", null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Handshake.Result.Closed(
          new CallOutcome.NotSent("the calling thread is interrupted", e));
    }
    try {
      if (closed) {
        return new Handshake.Result.Closed(new CallOutcome.NotSent("the client is closed", null));
      }
      current = session;
      if (current != null && !current.equals(lost)) {
        return new Handshake.Result.Open(current);
      }
      session = null;
      if (lost != null) {
        catalog.forget();
      }
      Handshake.Result result = handshake.shake(deadline);
      if (result instanceof Handshake.Result.Open open) {
        session = open.session();
        lastCapabilities = open.session().capabilities();
        lastServer = open.session().server();
      }
      return result;
    } finally {
      opening.unlock();
    }
  }

  /** Ends the session on the server, briefly, and all threads (rule 18). */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    closed = true;
    boolean locked = false;
    try {
      // A handshake under way would leave a session behind: wait for it, but not for long.
      locked = opening.tryLock(goodbye.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      ServerSession last = session;
      session = null;
      if (last != null && last.id() != null) {
        transport.endSession(last.headers(), Deadline.in(goodbye));
      }
      transport.close();
    } finally {
      if (locked) {
        opening.unlock();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
