package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.ErrorCodes;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.util.Set;

/** Settles with a server how to speak. */
@FunctionalInterface
interface Opening {
  /** How an opening ended. */
  sealed interface Result {
    record Open(ServerSession session) implements Result {}

    /** No session; how the last request of the opening ended. */
    record Failed(CallOutcome outcome) implements Result {}
  }

  Result open(Deadline deadline);

  /** The opening for a setting. */
  static Opening of(McpProtocol protocol, Conversation conversation, String clientVersion) {
    ObjectNode clientInfo =
        StrictJson.object().put("name", "isokron-memory").put("version", clientVersion);
    Handshake handshake = new Handshake(conversation, clientInfo);
    Discovery discovery = new Discovery(conversation, clientInfo);
    return switch (protocol) {
      case LEGACY -> handshake;
      case STATELESS -> discovery;
      case AUTO -> deadline -> eitherWay(handshake, discovery, deadline);
    };
  }

  private static Result eitherWay(Opening handshake, Opening discovery, Deadline deadline) {
    Result first = handshake.open(deadline);
    if (!(first instanceof Result.Failed failed
        && failed.outcome() instanceof CallOutcome.Refused refused
        && mayBeAboutTheHandshake(refused))) {
      return first;
    }
    Result second = discovery.open(deadline);
    // Who refuses so knows discovery: why that failed says more.
    return second instanceof Result.Open || ErrorCodes.isStateless(refused.rpcCode())
        ? second
        : first;
  }

  /** Whether the refusal is one that a server without handshakes could give. */
  private static boolean mayBeAboutTheHandshake(CallOutcome.Refused refused) {
    int status = refused.httpStatus();
    boolean otherwise = Set.of(401, 403, 407, 408, 425, 429).contains(status) || status >= 500;
    return ErrorCodes.isStateless(refused.rpcCode()) || !otherwise;
  }

  /** What a server says of itself, for people to read. */
  static ServerInfo describe(Era era, String version, JsonNode serverInfo) {
    return new ServerInfo(
        era.label(),
        version,
        OneLine.of(serverInfo.path("name").asText("unnamed"), 80),
        OneLine.of(serverInfo.path("version").asText("unknown"), 80));
  }
}
