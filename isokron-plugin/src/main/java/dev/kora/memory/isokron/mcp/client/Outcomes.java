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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns replies into outcomes (rules 7, 8, 9, 15, 19). */
final class Outcomes {
  /** What a gateway says when the server behind it has not answered, or not usably. */
  private static final Set<Integer> BEHIND_A_GATEWAY = Set.of(502, 504);

  private Outcomes() {}

  /** The outcome of a tool call: what is in the result's content counts. */
  static CallOutcome ofToolCall(Conversation.Reply reply) {
    CallOutcome outcome = of(reply);
    if (outcome instanceof CallOutcome.Refused refused
        && BEHIND_A_GATEWAY.contains(refused.httpStatus())) {
      return new CallOutcome.Ambiguous(refused.reason(), null); // rule 11: it may have run
    }
    return outcome instanceof CallOutcome.Answered answered
        ? ofToolResult(answered.content())
        : outcome;
  }

  /** The outcome of a call that was not made because of this one, which came before it. */
  static CallOutcome notSent(String why, CallOutcome earlier) {
    if (earlier instanceof CallOutcome.NotSent) {
      return earlier;
    }
    if (earlier instanceof CallOutcome.Refused refused) {
      return new CallOutcome.Refused(
          refused.httpStatus(), refused.rpcCode(), refused.reason(), refused.retryAfter(), true);
    }
    Throwable cause = earlier instanceof CallOutcome.Ambiguous a ? a.cause() : null;
    return new CallOutcome.NotSent(why + ": " + earlier.reason(), cause);
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
    if (reply.answer() instanceof Incoming.Invalid guess) {
      return new CallOutcome.Ambiguous(guess.reason(), null);
    }
    return withoutAnswer(reply);
  }

  /** As above, but for a result that came. */
  static CallOutcome withoutAnswer(Conversation.Reply reply) {
    Exchange exchange = reply.exchange();
    Incoming.Failure failure = failureOf(reply);
    if (exchange instanceof Exchange.Rejected rejected) {
      return Refusals.of(rejected, failure, reply.sent());
    }
    if (failure != null) {
      return Refusals.of(failure);
    }
    if (exchange instanceof Exchange.NotSent notSent) {
      return new CallOutcome.NotSent(OneLine.of(notSent.reason()), notSent.cause());
    }
    if (exchange instanceof Exchange.Broken broken) {
      return new CallOutcome.Ambiguous(OneLine.of(broken.reason()), broken.cause());
    }
    if (exchange instanceof Exchange.TimedOut timedOut) {
      return new CallOutcome.Ambiguous(timedOut.reason(), null);
    }
    String invalid = reply.invalid();
    return new CallOutcome.Ambiguous(
        invalid == null
            ? "the server took the request and answered nothing to it"
            : "the server answered something that is " + invalid,
        null);
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
      JsonNode detail = structured != null && !structured.isNull() ? structured : parsed(text);
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
