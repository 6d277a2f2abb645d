package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.ProtocolVersions;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code initialize}, then {@code notifications/initialized} (rule 4). */
final class Handshake {
  // The characters that the protocol allows; longer than any server needs, shorter than a header.
  private static final Pattern SESSION_ID = Pattern.compile("[\\x21-\\x7E]{1,1024}");

  private final Conversation conversation;
  private final String clientVersion;

  Handshake(Conversation conversation, String clientVersion) {
    this.conversation = conversation;
    this.clientVersion = clientVersion;
  }

  /** How the handshake ended. */
  sealed interface Result {
    record Open(ServerSession session) implements Result {}

    /** No session; the outcome is that of the call for which it was wanted. */
    record Closed(CallOutcome outcome) implements Result {}
  }

  Result shake(Deadline deadline) {
    ObjectNode params = StrictJson.object().put("protocolVersion", ProtocolVersions.newest());
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "isokron-memory").put("version", clientVersion);
    Conversation.Reply reply = conversation.request("initialize", params, Map.of(), deadline);
    if (!(reply.answer() instanceof Incoming.Result result)) {
      return new Result.Closed(notSent(Outcomes.of(reply)));
    }
    JsonNode answer = result.result();
    String version = answer.path("protocolVersion").asText("");
    if (!ProtocolVersions.HANDSHAKE.contains(version)) {
      return new Result.Closed(
          new CallOutcome.Refused(
              0,
              0,
              "the server speaks MCP "
                  + OneLine.of(version.isEmpty() ? "of no version" : version, 40)
                  + ", this client "
                  + String.join(", ", ProtocolVersions.HANDSHAKE),
              null));
    }
    String id =
        reply.exchange() instanceof Exchange.Completed completed ? completed.sessionId() : null;
    if (id != null && !SESSION_ID.matcher(id).matches()) {
      return new Result.Closed(
          new CallOutcome.Refused(
              0,
              0,
              "the server gave a session id that no header can carry ("
                  + id.length()
                  + " characters)",
              null));
    }
    ServerSession session =
        new ServerSession(
            version,
            id == null ? null : new Secret(id),
            new ServerInfo(
                "legacy",
                version,
                OneLine.of(answer.path("serverInfo").path("name").asText("unnamed"), 80),
                OneLine.of(answer.path("serverInfo").path("version").asText("unknown"), 80)),
            answer.path("capabilities"));
    Exchange told = conversation.tell("notifications/initialized", session.headers(), deadline);
    if (told instanceof Exchange.Completed) {
      return new Result.Open(session);
    }
    return new Result.Closed(notSent(Outcomes.of(new Conversation.Reply(told, null, null))));
  }

  // Whatever happened to the handshake, the call behind it did not reach the server.
  private static CallOutcome notSent(CallOutcome outcome) {
    if (outcome instanceof CallOutcome.Ambiguous ambiguous) {
      return new CallOutcome.NotSent("no handshake: " + ambiguous.reason(), ambiguous.cause());
    }
    return outcome;
  }
}
