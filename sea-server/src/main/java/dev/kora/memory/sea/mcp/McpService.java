package dev.kora.memory.sea.mcp;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kora.memory.sea.mcp.Answer.Kind;
import dev.kora.memory.sea.mcp.Incoming.Malformed;
import dev.kora.memory.sea.mcp.Incoming.Notification;
import dev.kora.memory.sea.mcp.Incoming.Request;
import dev.kora.memory.sea.metrics.SeaMetrics;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The protocol and the tools, whatever carries the messages. Thread-safe. It remembers nothing
 * between two messages: sessions are the transport's matter.
 */
public final class McpService {
  /** No message may be larger. */
  public static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  private final McpStatelessServerHandler handler;
  private final SeaMetrics metrics;
  private final Set<String> tools;
  private final List<String> protocolVersions;

  /**
   * Publishes the tools.
   *
   * @param store asked at every call and not before: it may still be opening
   */
  public McpService(Supplier<EventStore> store, SeaMetrics metrics) {
    this.metrics = metrics;
    McpJsonMapper json = new JacksonMcpJsonMapper(StrictJson.MAPPER);
    ToolCalls calls = new ToolCalls(json);
    Dispatch dispatch = new Dispatch();
    McpStatelessSyncServer server =
        McpServer.sync(dispatch)
            .serverInfo("sea-server", version())
            .capabilities(
                ServerCapabilities.builder()
                    .tools(false)
                    .experimental(Map.of("dev.kora/idempotent-append", Map.of()))
                    .build())
            .jsonMapper(json)
            .validateToolInputs(true)
            .immediateExecution(true)
            .tools(SeaTool.all(store).stream().map(calls::publish).toList())
            .build();
    handler = requireNonNull(dispatch.handler, "the SDK sets it");
    protocolVersions = dispatch.protocolVersions();
    tools = server.listTools().stream().map(tool -> tool.name()).collect(Collectors.toSet());
  }

  /** Reads a message; nothing is done yet. */
  public Incoming read(byte[] message) {
    return MessageReader.read(message);
  }

  /** Whether a client may say that it speaks this version of the protocol. */
  public boolean speaks(String protocolVersion) {
    return protocolVersions.contains(protocolVersion);
  }

  /** Does what the message asks for, on the caller's thread. */
  public Answer answer(Incoming incoming, Caller caller) {
    if (incoming instanceof Malformed malformed) {
      boolean known = malformed.code() == ErrorCodes.INVALID_PARAMS;
      return new Answer(
          known ? Kind.ERROR : Kind.INVALID,
          error(malformed.id(), malformed.code(), malformed.problem()));
    }
    McpTransportContext context = McpTransportContext.create(Map.of(ToolCalls.CALLER, caller));
    if (incoming instanceof Request request) {
      return respond(request.message(), context);
    }
    if (incoming instanceof Notification notification) {
      await(handler.handleNotification(context, notification.message()), context);
    }
    return new Answer(Kind.NONE, null);
  }

  /**
   * An error as JSON-RPC tells it.
   *
   * @param id the request's; null if there is none
   */
  public static String error(@Nullable Object id, int code, String message) {
    Map<String, @Nullable Object> response = new LinkedHashMap<>();
    response.put("jsonrpc", "2.0");
    response.put("id", id);
    response.put("error", new JSONRPCError(code, message));
    return write(response);
  }

  private Answer respond(JSONRPCRequest request, McpTransportContext context) {
    long start = System.nanoTime();
    JSONRPCResponse response =
        requireNonNull(await(handler.handleRequest(context, request), context), "the SDK answers");
    if (request.method().equals("tools/call") && request.params() instanceof Map<?, ?> params) {
      boolean known = params.get("name") instanceof String name && tools.contains(name);
      metrics.toolCall(
          known ? String.valueOf(params.get("name")) : SeaMetrics.UNKNOWN_TOOL,
          ToolOutcome.of(response),
          System.nanoTime() - start);
    }
    JSONRPCError error = response.error();
    if (error == null) {
      return new Answer(Kind.RESULT, write(response));
    }
    boolean foreign =
        error.code() == ErrorCodes.INTERNAL_ERROR
            && !ToolCalls.OWN_FAULTS.contains(error.message());
    // Params of a shape that the SDK cannot convert; its message would name Java classes.
    return new Answer(
        Kind.ERROR,
        foreign
            ? error(
                request.id(),
                ErrorCodes.INVALID_PARAMS,
                "params: not what " + request.method() + " takes")
            : write(response));
  }

  private static <T> @Nullable T await(Mono<T> mono, McpTransportContext context) {
    return mono.contextWrite(given -> given.put(McpTransportContext.KEY, context)).block();
  }

  private static String write(Object response) {
    try {
      return StrictJson.MAPPER.writeValueAsString(response);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of ours is no JSON", e);
    }
  }

  private static String version() {
    String version = McpService.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Where the SDK leaves what handles messages. */
  private static final class Dispatch implements McpStatelessServerTransport {
    private @Nullable McpStatelessServerHandler handler;

    @Override
    public void setMcpHandler(McpStatelessServerHandler value) {
      handler = value;
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }
}
