package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.McpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.http.HttpTransport;
import dev.kora.memory.isokron.mcp.protocol.ErrorCodes;
import dev.kora.memory.isokron.mcp.stdio.StdioTransport;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tools-only MCP client for all protocol versions. Finds out at the first call which one the
 * server speaks. Safe for all threads; a call from an interrupted thread ends at once and leaves
 * the flag set.
 */
public final class McpClient implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(1);
  private static final String PING = "ping";

  private final Transport transport;
  private final Duration timeout;
  private final Duration goodbye;
  private final Conversation conversation;
  private final Sessions sessions;
  private final ToolPages pages;
  private final ToolCatalog catalog;

  /**
   * Makes a client for an address; sends and starts nothing yet.
   *
   * @param token sent to the server, or null for none
   * @param protocol which versions may be spoken
   * @param timeout limit of each call, from its start to the last byte of its answer
   * @param clientVersion this client's version, told to the server
   */
  public static McpClient connect(
      McpEndpoint endpoint,
      @Nullable Secret token,
      McpProtocol protocol,
      Duration timeout,
      String clientVersion) {
    Transport transport =
        endpoint instanceof StdioEndpoint stdio
            ? new StdioTransport(stdio, token)
            : new HttpTransport((HttpEndpoint) endpoint, token);
    return new McpClient(transport, protocol, timeout, clientVersion);
  }

  /** As above, over a transport that is closed with the client. */
  public McpClient(
      Transport transport, McpProtocol protocol, Duration timeout, String clientVersion) {
    this(transport, protocol, timeout, GOODBYE, clientVersion);
  }

  /** As above; {@code goodbye} is the limit of each step of the closing. */
  McpClient(
      Transport transport,
      McpProtocol protocol,
      Duration timeout,
      Duration goodbye,
      String clientVersion) {
    this.transport = transport;
    this.timeout = timeout;
    this.goodbye = goodbye;
    this.pages = new ToolPages(this::request, this::mirrorsArguments);
    this.catalog = new ToolCatalog(pages, timeout);
    this.conversation = new Conversation(transport, catalog::forget);
    this.sessions =
        new Sessions(Opening.of(protocol, conversation, clientVersion), transport, catalog::forget);
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
    return request(PING, StrictJson.object(), Deadline.in(timeout));
  }

  /** Who answered last; empty until the server has been reached once. */
  public Optional<ServerInfo> server() {
    return sessions.server();
  }

  /** A view of this client that sends the given {@code _meta} with each tool call. */
  public ToolClient withMeta(ObjectNode meta) {
    return (tool, arguments) -> {
      ObjectNode params = StrictJson.object().put("name", tool);
      params.set("arguments", arguments);
      params.set("_meta", meta);
      return call(params, Deadline.in(timeout));
    };
  }

  /** Whether the server said at the last opening that it has an experimental capability. */
  public boolean announces(String experimental) {
    JsonNode value = sessions.capabilities().path("experimental").path(experimental);
    return !value.isMissingNode() && !(value.isBoolean() && !value.booleanValue());
  }

  private CallOutcome call(ObjectNode params, Deadline deadline) {
    CallOutcome first = request(Conversation.TOOLS_CALL, params, deadline);
    if (!mirrorsArguments()
        || !(first instanceof CallOutcome.Refused refused)
        || refused.beforeTheCall()
        || refused.httpStatus() != 400 // inside a 2xx it is the tool's own, and it ran: rule 11
        || refused.rpcCode() != ErrorCodes.HEADER_MISMATCH) {
      return first;
    }
    catalog.forget(); // rule 14: the tool may have other annotations by now; one retry
    return catalog.ensureKnown(deadline).isPresent()
        ? first
        : request(Conversation.TOOLS_CALL, params, deadline);
  }

  /** Sends a request, with an opening before it where needed, and waits for its answer. */
  private CallOutcome request(String method, ObjectNode params, Deadline deadline) {
    boolean again = false;
    while (true) {
      Opening.Result opened = sessions.open(deadline);
      if (opened instanceof Opening.Result.Failed failed) {
        return settled(Outcomes.notSent("no handshake", failed.outcome()));
      }
      ServerSession session = ((Opening.Result.Open) opened).session();
      CallOutcome outcome = request(session, method, params, deadline);
      if (again
          || !(outcome instanceof CallOutcome.Refused refused)
          || refused.beforeTheCall()
          || !session.isVoidAfter(refused)) {
        return settled(outcome);
      }
      // With 400 the session may live on, unused.
      sessions.drop(session, refused.httpStatus() == 400 ? ofAtMost(deadline) : Duration.ZERO);
      if (refused.httpStatus() == 0) {
        return outcome; // rule 11: what came inside a 2xx may have been carried out
      }
      again = true; // rule 17: one new opening, one retry
    }
  }

  private Duration ofAtMost(Deadline deadline) {
    Duration left = Duration.ofNanos(deadline.leftNanos());
    return left.compareTo(goodbye) < 0 ? left : goodbye;
  }

  /** Over one channel nobody but the transport gives a status: it sent nothing. */
  private CallOutcome settled(CallOutcome outcome) {
    return outcome instanceof CallOutcome.Refused refused
            && refused.httpStatus() != 0
            && !transport.hasStreamPerExchange()
        ? new CallOutcome.NotSent(refused.reason(), null)
        : outcome;
  }

  private CallOutcome request(
      ServerSession session, String method, ObjectNode params, Deadline deadline) {
    if (!method.equals(Conversation.TOOLS_CALL)) {
      String known = method.equals(PING) ? session.signOfLife() : method;
      return Outcomes.of(conversation.request(session.request(known, params, Map.of()), deadline));
    }
    Map<String, String> mirrored = Map.of();
    if (session.era() == Era.STATELESS && transport.hasStreamPerExchange()) { // rule 14
      Optional<CallOutcome> unknown = catalog.ensureKnown(deadline);
      if (unknown.isPresent()) {
        return unknown.get();
      }
      mirrored = catalog.headersFor(params.path("name").asText(), params.path("arguments"));
    }
    return Outcomes.ofToolCall(
        conversation.request(session.request(method, params, mirrored), deadline));
  }

  /** Rule 14: in the stateless era, over HTTP. */
  private boolean mirrorsArguments() {
    return sessions.isStateless() && transport.hasStreamPerExchange();
  }

  /** Ends the session on the server, briefly, and all threads (rule 18). */
  @Override
  public void close() {
    sessions.close(goodbye);
  }
}
