package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.ProtocolVersions;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code initialize}, then {@code notifications/initialized} (rule 4). */
final class Handshake implements Opening {
  // The characters that the protocol allows; longer than any server needs, shorter than a header.
  private static final Pattern SESSION_ID = Pattern.compile("[\\x21-\\x7E]{1,1024}");

  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final Conversation conversation;
  private final ObjectNode clientInfo;

  Handshake(Conversation conversation, ObjectNode clientInfo) {
    this.conversation = conversation;
    this.clientInfo = clientInfo;
  }

  @Override
  public Result open(Deadline deadline) {
    ObjectNode params =
        StrictJson.object().put("protocolVersion", ProtocolVersions.newestWithHandshake());
    params.putObject("capabilities");
    params.set("clientInfo", clientInfo);
    Conversation.Reply reply =
        conversation.request(
            new Request(Era.LEGACY, Conversation.INITIALIZE, params, Map.of()), deadline);
    if (!(Outcomes.of(reply) instanceof CallOutcome.Answered answered)) {
      return new Result.Failed(Outcomes.of(reply));
    }
    if (!(reply.exchange() instanceof Exchange.Completed completed)) {
      return new Result.Failed(Outcomes.withoutAnswer(reply)); // its session is not known
    }
    String id = completed.sessionId();
    if (id != null && !SESSION_ID.matcher(id).matches()) {
      return refused(
          "the server gave a session id that no header can carry (" + id.length() + " characters)");
    }
    JsonNode answer = answered.content();
    String version = answer.path("protocolVersion").asText("");
    if (!ProtocolVersions.HANDSHAKE.contains(version)) {
      if (id != null) {
        String ours = ProtocolVersions.newestWithHandshake();
        end(Map.of(McpHeaders.VERSION, ours, McpHeaders.SESSION, id), deadline);
      }
      return refused(
          "the server speaks MCP "
              + OneLine.of(version.isEmpty() ? "of no version" : version, 40)
              + ", this client "
              + String.join(", ", ProtocolVersions.HANDSHAKE));
    }
    HandshakeSession session =
        new HandshakeSession(
            version,
            id == null ? null : new Secret(id),
            Opening.describe(Era.LEGACY, version, answer.path("serverInfo")),
            answer.path("capabilities"));
    Conversation.Reply told =
        conversation.tell("notifications/initialized", session.headers(), deadline);
    if (told.exchange() instanceof Exchange.Completed) {
      return new Result.Open(session);
    }
    if (id != null) {
      end(session.headers(), deadline);
    }
    return new Result.Failed(Outcomes.of(told));
  }

  /** Leaves no session behind, but does not make the call wait long for that. */
  private void end(Map<String, String> headers, Deadline deadline) {
    Deadline soon = Deadline.in(GOODBYE);
    conversation.endSession(headers, soon.leftNanos() < deadline.leftNanos() ? soon : deadline);
  }

  private static Result refused(String reason) {
    return new Result.Failed(new CallOutcome.Refused(0, 0, reason, null));
  }
}
