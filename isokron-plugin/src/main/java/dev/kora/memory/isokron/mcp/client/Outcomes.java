package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.MessageReader;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns replies into outcomes (rules 7, 8, 9, 15, 19). */
final class Outcomes {
  private Outcomes() {}

  /** The outcome of a tool call: what is in the result's content counts. */
  static CallOutcome ofToolCall(Conversation.Reply reply) {
    CallOutcome outcome = of(reply);
    return outcome instanceof CallOutcome.Answered answered
        ? ofToolResult(answered.content())
        : outcome;
  }

  /** The outcome of a call that was not made because of this one, which came before it. */
  static CallOutcome notSent(String why, CallOutcome earlier) {
    return earlier instanceof CallOutcome.Ambiguous ambiguous
        ? new CallOutcome.NotSent(why + ": " + ambiguous.reason(), ambiguous.cause())
        : earlier;
  }

  /** The failure that the server told, inside a 2xx or as the body of a refusal; null if none. */
  static Incoming.@Nullable Failure failureOf(Conversation.Reply reply) {
    if (reply.answer() instanceof Incoming.Failure failure) {
      return failure;
    }
    if (reply.exchange() instanceof Exchange.Rejected rejected && reply.answer() == null) {
      byte[] body = rejected.body().getBytes(StandardCharsets.UTF_8);
      for (Incoming message : MessageReader.read(body)) {
        if (message instanceof Incoming.Failure failure) {
          return failure;
        }
      }
    }
    return null;
  }

  /** The outcome of any other request: the result as it came, an object. */
  static CallOutcome of(Conversation.Reply reply) {
    // An answer that arrived counts, whatever became of the connection after it.
    if (reply.answer() instanceof Incoming.Result result) {
      return ofResult(result.result(), reply.era());
    }
    Incoming.Failure failure = failureOf(reply);
    if (failure != null) {
      return refused(failure, reply.exchange());
    }
    Exchange exchange = reply.exchange();
    if (exchange instanceof Exchange.NotSent notSent) {
      return new CallOutcome.NotSent(OneLine.of(notSent.reason()), notSent.cause());
    }
    if (exchange instanceof Exchange.Broken broken) {
      return new CallOutcome.Ambiguous(OneLine.of(broken.reason()), broken.cause());
    }
    if (exchange instanceof Exchange.TimedOut timedOut) {
      return new CallOutcome.Ambiguous(timedOut.reason(), null);
    }
    if (exchange instanceof Exchange.Rejected rejected) {
      return ofStatus(rejected);
    }
    String invalid = reply.invalid();
    return new CallOutcome.Ambiguous(
        invalid == null
            ? "the server took the request and answered nothing to it"
            : "the server answered something that is " + invalid,
        null);
  }

  private static CallOutcome ofStatus(Exchange.Rejected rejected) {
    StringBuilder reason = new StringBuilder("HTTP " + rejected.status());
    if (rejected.challenge() != null) {
      reason.append(" (").append(OneLine.of(rejected.challenge(), 120)).append(')');
    }
    if (rejected.status() == 413) {
      reason.append(": the request is too large for the server");
    } else if (!rejected.body().isBlank()) {
      reason.append(": ").append(OneLine.of(rejected.body().strip(), 160));
    }
    return new CallOutcome.Refused(rejected.status(), 0, reason.toString(), rejected.retryAfter());
  }

  private static CallOutcome refused(Incoming.Failure failure, Exchange exchange) {
    String reason = "error " + failure.code() + ": " + OneLine.of(failure.message(), 200);
    // The status says nothing when the answer came otherwise, over an older connection say.
    return exchange instanceof Exchange.Rejected rejected
        ? new CallOutcome.Refused(
            rejected.status(),
            failure.code(),
            "HTTP " + rejected.status() + ", " + reason,
            rejected.retryAfter())
        : new CallOutcome.Refused(0, failure.code(), reason, null);
  }

  /** Rule 9: only a complete result is one. */
  private static CallOutcome ofResult(JsonNode result, Era era) {
    JsonNode type = result.get("resultType");
    if (!result.isObject()) {
      return new CallOutcome.Ambiguous("the server answered something that is no object", null);
    }
    if (era == Era.LEGACY || type == null || "complete".equals(type.textValue())) {
      return new CallOutcome.Answered(result);
    }
    if ("input_required".equals(type.textValue())) {
      return new CallOutcome.Refused(
          0, 0, "the server wants input from a person; this client has none", null);
    }
    return new CallOutcome.Ambiguous(
        "the server answered a result of unknown type " + OneLine.of(type.toString(), 40), null);
  }

  private static CallOutcome ofToolResult(JsonNode result) {
    JsonNode structured = result.get("structuredContent");
    String text = text(result);
    if (result.path("isError").asBoolean(false)) {
      JsonNode detail = structured != null ? structured : parsed(text);
      return new CallOutcome.Failed(
          "the tool failed: " + OneLine.of(text.isEmpty() ? write(detail) : text, 200),
          detail.isObject() ? detail : null);
    }
    return new CallOutcome.Answered(structured != null ? structured : parsed(text));
  }

  private static String write(JsonNode detail) {
    return detail.isMissingNode() || detail.isNull() ? "without a word" : StrictJson.write(detail);
  }

  private static String text(JsonNode result) {
    StringBuilder text = new StringBuilder();
    for (JsonNode block : result.path("content")) {
      if ("text".equals(block.path("type").textValue()) && block.path("text").isTextual()) {
        text.append(block.path("text").textValue());
      }
    }
    return text.toString();
  }

  private static JsonNode parsed(String text) {
    if (text.isEmpty()) {
      return MissingNode.getInstance();
    }
    return StrictJson.parse(text) instanceof ParsedJson.Value value
        ? value.node()
        : TextNode.valueOf(text);
  }
}
