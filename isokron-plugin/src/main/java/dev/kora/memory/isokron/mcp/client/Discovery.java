package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.ErrorCodes;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.ProtocolVersions;
import dev.kora.memory.isokron.mcp.protocol.RequestMeta;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code server/discover}: whether a server speaks 2026-07-28, and what it can do. */
final class Discovery implements Opening {
  static final String METHOD = "server/discover";

  private final Conversation conversation;
  private final RequestMeta meta;

  Discovery(Conversation conversation, ObjectNode clientInfo) {
    this.conversation = conversation;
    this.meta = new RequestMeta(clientInfo);
  }

  @Override
  public Result open(Deadline deadline) {
    Conversation.Reply reply = ask(deadline);
    List<String> others = unsupported(reply);
    if (others != null && others.contains(ProtocolVersions.STATELESS)) {
      reply = ask(deadline); // it says that it can, so it may have meant something else
      others = unsupported(reply);
    }
    CallOutcome outcome = Outcomes.of(reply);
    if (others != null && outcome instanceof CallOutcome.Refused refused) {
      return disagreed(refused, others);
    }
    return outcome instanceof CallOutcome.Answered answered
        ? read(answered.content())
        : new Result.Failed(outcome);
  }

  private Conversation.Reply ask(Deadline deadline) {
    return conversation.request(
        StatelessSession.request(meta, METHOD, StrictJson.object(), Map.of()), deadline);
  }

  // Some servers with a handshake answer {} to what they do not know.
  private Result read(JsonNode answer) {
    List<String> versions = texts(answer.path("supportedVersions"));
    CallOutcome.Refused none =
        new CallOutcome.Refused(0, 0, "no valid answer to " + METHOD + " came", null);
    if (versions == null) {
      return new Result.Failed(none);
    }
    if (!versions.contains(ProtocolVersions.STATELESS)) {
      return disagreed(none, versions);
    }
    JsonNode inMeta = answer.path("_meta").path(RequestMeta.SERVER_INFO);
    return new Result.Open(
        new StatelessSession(
            meta,
            Opening.describe(
                Era.STATELESS,
                ProtocolVersions.STATELESS,
                inMeta.isObject() ? inMeta : answer.path("serverInfo")),
            answer.path("capabilities")));
  }

  /** The versions that the server speaks instead of ours, or null when it did not say so. */
  private static @Nullable List<String> unsupported(Conversation.Reply reply) {
    Incoming.Failure failure = Outcomes.failureOf(reply);
    if (failure == null || failure.code() != ErrorCodes.UNSUPPORTED_VERSION) {
      return null;
    }
    JsonNode data = failure.data();
    List<String> versions = data == null ? null : texts(data.path("supported"));
    return versions == null ? List.of() : versions;
  }

  /** The texts of an array that holds nothing else, or null. */
  private static @Nullable List<String> texts(JsonNode array) {
    if (!array.isArray()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        return null;
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private static Result disagreed(CallOutcome.Refused refused, List<String> versions) {
    String theirs = versions.isEmpty() ? "none of which it tells" : String.join(", ", versions);
    return new Result.Failed(
        new CallOutcome.Refused(
            refused.httpStatus(),
            refused.rpcCode(),
            "the server speaks MCP "
                + OneLine.of(theirs, 120)
                + ", this client "
                + ProtocolVersions.STATELESS,
            refused.retryAfter()));
  }
}
