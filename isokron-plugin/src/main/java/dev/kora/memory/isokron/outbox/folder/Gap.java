package dev.kora.memory.isokron.outbox.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records that are not in the chain and never will be.
 *
 * @param name of its document, and the key of its event
 * @param workspace whose records they were, or null if that is not known
 * @param count how many, at most
 * @param firstAt when the first was refused or found to be lost
 * @param lastAt when the last was
 * @param reason why the last was
 */
public record Gap(
    String name,
    @Nullable String workspace,
    long count,
    Instant firstAt,
    Instant lastAt,
    String reason) {

  Gap oneMore(Instant at, String why) {
    return new Gap(name, workspace, count + 1, firstAt, at, why);
  }

  /** Whether an event can tell it: one that has the gap's name as its key, in somebody's chain. */
  boolean canBeTold() {
    try {
      return workspace != null && UUID.fromString(name).toString().equals(name);
    } catch (IllegalArgumentException e) {
      return false; // damage, or a file that somebody put there
    }
  }

  byte[] toBytes() {
    ObjectNode json = StrictJson.object();
    if (workspace != null) {
      json.put("workspace", workspace);
    }
    json.setAll(payload());
    return StrictJson.writeBytes(json);
  }

  /** What its event says. */
  public ObjectNode payload() {
    return StrictJson.object()
        .put("count", count)
        .put("first_at", firstAt.toString())
        .put("last_at", lastAt.toString())
        .put("reason", reason);
  }

  /**
   * The gap that a document is.
   *
   * @throws IOException if it is none
   */
  public static Gap of(String name, byte[] content) throws IOException {
    JsonNode json = RecordJson.parse(content);
    try {
      return new Gap(
          name,
          json.hasNonNull("workspace") ? RecordJson.text(json, "workspace") : null,
          RecordJson.number(json, "count"),
          Instant.parse(RecordJson.text(json, "first_at")),
          Instant.parse(RecordJson.text(json, "last_at")),
          RecordJson.text(json, "reason"));
    } catch (DateTimeException e) {
      throw new IOException("not a time", e);
    }
  }
}
