package dev.kora.memory.sea.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.chain.ChainRow;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of an export. What is missing or of another shape is refused with its place. */
record ExportLine(Path file, long number, ObjectNode fields) {
  boolean has(String name) {
    return fields.has(name);
  }

  ChainRow row() {
    return new ChainRow(
        number(ExportFormat.SEQ),
        uuid(ExportFormat.EVENT_ID),
        uuid(ExportFormat.EVENT_KEY),
        uuid(ExportFormat.ACTOR_ID),
        text(ExportFormat.ACTOR_KIND),
        text(ExportFormat.EVENT_TYPE),
        number(ExportFormat.OCCURRED_US),
        number(ExportFormat.OCCURRED_AT_US),
        number(ExportFormat.EMITTED_US),
        text(ExportFormat.PAYLOAD),
        bytes(fields, ExportFormat.PAYLOAD_C14N),
        bytes(fields, ExportFormat.PAYLOAD_SHA256),
        bytes(fields, ExportFormat.PREV_EVENT_HASH),
        bytes(fields, ExportFormat.THIS_EVENT_HASH),
        integer(ExportFormat.HASH_VERSION));
  }

  @Nullable ChainHead head(String name) {
    JsonNode value = fields.path(name);
    if (value.isNull()) {
      return null;
    }
    return new ChainHead(number(value, ExportFormat.SEQ), bytes(value, ExportFormat.HASH));
  }

  String text(String name) {
    return text(fields, name);
  }

  long number(String name) {
    return number(fields, name);
  }

  private int integer(String name) {
    long value = number(name);
    if (value != (int) value) {
      throw wrong(name, "a small integer", null);
    }
    return (int) value;
  }

  private UUID uuid(String name) {
    String text = text(name);
    try {
      UUID value = UUID.fromString(text);
      // The JDK also takes what is shorter than a UUID.
      if (value.toString().equalsIgnoreCase(text)) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(name, "a UUID", e);
    }
    throw wrong(name, "a UUID", null);
  }

  private String text(JsonNode from, String name) {
    JsonNode value = from.path(name);
    if (!value.isTextual()) {
      throw wrong(name, "a string", null);
    }
    return value.textValue();
  }

  private long number(JsonNode from, String name) {
    JsonNode value = from.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "an integer", null);
    }
    return value.longValue();
  }

  private byte[] bytes(JsonNode from, String name) {
    try {
      return Base64.getDecoder().decode(text(from, name));
    } catch (IllegalArgumentException e) {
      throw wrong(name, "base64", e);
    }
  }

  private SeaException wrong(String name, String expected, @Nullable Exception cause) {
    return new SeaException(
        file + ", line " + number + ": " + name + " must be there and be " + expected, cause);
  }
}
