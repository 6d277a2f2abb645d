package dev.kora.memory.isokron.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a server sends: single messages and, of 2025-03-26, arrays of them (rule 1). */
public final class MessageReader {
  private static final Pattern WEB_PAGE =
      Pattern.compile(
          "\\uFEFF?\\s*<(?:!doctype\\s+html|html|head|body)\\b", Pattern.CASE_INSENSITIVE);

  private MessageReader() {}

  /** Reads a body or event. Total: bytes that are no message give {@link Incoming.Invalid}. */
  public static List<Incoming> read(byte[] utf8) {
    ParsedJson parsed = StrictJson.parse(utf8);
    if (parsed instanceof ParsedJson.Malformed malformed) {
      return List.of(
          new Incoming.Invalid(
              isWebPage(utf8)
                  ? "a web page, not MCP: check the address"
                  : "not JSON: " + malformed.reason()));
    }
    JsonNode node = ((ParsedJson.Value) parsed).node();
    if (!node.isArray()) {
      return List.of(readOne(node));
    }
    List<Incoming> messages = new ArrayList<>();
    node.forEach(n -> messages.add(readOne(n)));
    return messages;
  }

  /** Whether a text begins as HTML does. */
  public static boolean isWebPage(byte[] utf8) {
    String start = new String(utf8, 0, Math.min(utf8.length, 200), StandardCharsets.UTF_8);
    return WEB_PAGE.matcher(start).lookingAt();
  }

  private static Incoming readOne(JsonNode node) {
    if (!node.isObject() || !"2.0".equals(node.path("jsonrpc").textValue())) {
      return new Incoming.Invalid("not a JSON-RPC 2.0 object");
    }
    JsonNode id = node.get("id");
    String method = node.path("method").textValue();
    if (method != null) {
      if (id == null || id.isNull()) {
        return new Incoming.Notification(method);
      }
      return id.isTextual() || id.isNumber()
          ? new Incoming.Request(id, method)
          : new Incoming.Invalid("a request whose id is neither text nor number");
    }
    String idText = idText(id);
    if (id != null && !id.isNull() && idText == null) {
      return new Incoming.Invalid("an answer whose id is neither text nor a whole number");
    }
    if (node.hasNonNull("error")) {
      return failure(idText, node.path("error"));
    }
    if (idText != null && node.has("result")) {
      return new Incoming.Result(idText, node.get("result"));
    }
    return new Incoming.Invalid("neither request, notification nor answer");
  }

  private static Incoming failure(@Nullable String id, JsonNode error) {
    if (!error.isObject() || !error.path("code").canConvertToInt()) {
      return new Incoming.Failure(id, 0, "an error without a code", null);
    }
    String message = error.path("message").isTextual() ? error.path("message").textValue() : "";
    return new Incoming.Failure(id, error.path("code").intValue(), message, error.get("data"));
  }

  private static @Nullable String idText(@Nullable JsonNode id) {
    if (id == null || id.isTextual()) {
      return id == null ? null : id.textValue();
    }
    // JSON has one kind of number: some servers write an id that came as 1 as 1.0.
    return id.canConvertToExactIntegral() && id.canConvertToLong()
        ? Long.toString(id.longValue())
        : null;
  }
}
