package dev.kora.memory.isokron.outbox.record;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.UUID;

/**
 * The write that has to follow another one and names its result. It enters the outbox in the same
 * step in which the first is acknowledged, so that there is never the one without the other.
 *
 * @param key as in {@link OutboxRecord}
 * @param tool the Sea tool that carries it
 * @param subject what reports call it
 * @param arguments the tool's arguments as JSON text, without the result's id
 * @param resultAt JSON Pointer to where the result's id goes
 */
public record FollowUp(UUID key, String tool, String subject, String arguments, String resultAt) {
  /** The record that it becomes; always the same for the same result. */
  public OutboxRecord record(OutboxRecord first, String resultId) {
    return new OutboxRecord(
        key,
        first.workspace(),
        tool,
        subject,
        first.origin(),
        withResult(resultId),
        first.happenedAtMicros(),
        first.target(),
        null);
  }

  private String withResult(String resultId) {
    JsonPointer at = JsonPointer.compile(resultAt);
    if (StrictJson.parse(arguments) instanceof ParsedJson.Value value
        && value.node().at(at.head()) instanceof ObjectNode parent) {
      parent.put(at.last().getMatchingProperty(), resultId);
      return StrictJson.write(value.node());
    }
    return arguments; // goes out as it is; the server says what is wrong with it
  }

  /** What it takes of the outbox's bound. */
  public long bytes() {
    return 2L * (subject.length() + arguments.length());
  }
}
