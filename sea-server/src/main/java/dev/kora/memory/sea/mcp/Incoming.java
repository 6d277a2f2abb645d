package dev.kora.memory.sea.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import org.jspecify.annotations.Nullable;

/** A message as it was read. Only a {@link Request} is answered by a tool or the protocol. */
public sealed interface Incoming {
  /**
   * A well-formed request.
   *
   * @param message what the SDK handles
   */
  record Request(JSONRPCRequest message) implements Incoming {
    /** Whether a client introduces itself with it. */
    public boolean isInitialize() {
      return message.method().equals("initialize");
    }
  }

  /**
   * A well-formed notification.
   *
   * @param message what the SDK handles
   */
  record Notification(JSONRPCNotification message) implements Incoming {}

  /** A client's answer, to a question that this server never asks. */
  record Response() implements Incoming {}

  /**
   * What cannot be handed on.
   *
   * @param id the message's, where it has one; else null
   * @param code JSON-RPC's error code
   * @param problem where it is wrong and why
   */
  record Malformed(@Nullable Object id, int code, String problem) implements Incoming {}
}
