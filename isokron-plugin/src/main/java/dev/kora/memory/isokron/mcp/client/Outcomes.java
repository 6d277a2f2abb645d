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

/** Turns replies into outcomes (rules 7, 8, 15, 19). */
final class Outcomes {
  private Outcomes() {}

  /** The outcome of a tool call: what is in the result's content counts. */
  static CallOutcome ofToolCall(Conversation.Reply reply) {
    return of(reply) instanceof CallOutcome.Answered answered
        ? ofResult(answered.content())
        : of(reply);
  }

  /** The outcome of any other request: the result as it came. */
  static CallOutcome of(Conversation.Reply reply) {
    Incoming answer = reply.answer();
    // An answer that arrived counts, whatever became of the connection after it.
    if (answer instanceof Incoming.Result result) {
      return new CallOutcome.Answered(result.result());
    }
    if (answer instanceof Incoming.Failure failure) {
      return refused(0, failure, null);
    }
    Exchange exchange = reply.exchange();
    if (exchange instanceof Exchange.NotSent notSent) {
      return new CallOutcome.NotSent(notSent.reason(), notSent.cause());
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
    byte[] body = rejected.body().getBytes(StandardCharsets.UTF_8);
    for (Incoming message : MessageReader.read(body)) {
      if (message instanceof Incoming.Failure failure) {
        return refused(rejected.status(), failure, rejected);
      }
    }
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

  private static CallOutcome refused(
      int status, Incoming.Failure failure, Exchange.@Nullable Rejected rejected) {
    String reason =
        (status == 0 ? "" : "HTTP " + status + ", ")
            + "error "
            + failure.code()
            + ": "
            + OneLine.of(failure.message(), 200);
    return new CallOutcome.Refused(
        status, failure.code(), reason, rejected == null ? null : rejected.retryAfter());
  }

  private static CallOutcome ofResult(JsonNode result) {
    JsonNode structured = result.get("structuredContent");
    String text = text(result);
    if (result.path("isError").asBoolean(false)) {
      JsonNode detail = structured != null ? structured : parsed(text);
      return new CallOutcome.Failed(
          "the tool failed: " + OneLine.of(text.isEmpty() ? write(detail) : text, 200),
          detail.isObject() ? detail : null);
    }
    if (!result.isObject()) {
      return new CallOutcome.Answered(result);
    }
    return new CallOutcome.Answered(structured != null ? structured : parsed(text));
  }

  private static String write(JsonNode detail) {
    return detail.isMissingNode() ? "without a word" : StrictJson.write(detail);
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
