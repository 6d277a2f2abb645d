package dev.kora.memory.isokron.outbox.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;

/**
 * A record that was set aside: it fails where others are accepted.
 *
 * @param reason how it failed last
 * @param replaying whether it is on its way again; its file is what keeps it until it arrives
 */
public record DeadLetter(OutboxRecord message, String reason, boolean replaying) {
  byte[] toBytes() {
    ObjectNode json = StrictJson.object();
    json.put("reason", reason).put("replaying", replaying);
    json.set("record", RecordJson.write(message));
    return StrictJson.writeBytes(json);
  }

  /**
   * The dead letter that a document is.
   *
   * @throws IOException if it is none
   */
  public static DeadLetter of(byte[] content) throws IOException {
    JsonNode json = RecordJson.parse(content);
    return new DeadLetter(
        RecordJson.read(json.path("record")),
        RecordJson.text(json, "reason"),
        json.path("replaying").asBoolean(false));
  }
}
