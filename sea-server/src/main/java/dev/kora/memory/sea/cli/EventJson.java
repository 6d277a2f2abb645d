package dev.kora.memory.sea.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.sea.audit.EventTail.Entry;

/** An event as {@code events --json} shows it. */
final class EventJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private EventJson() {}

  static ObjectNode of(Entry entry) {
    ChainEvent event = entry.event();
    ObjectNode node = JSON.createObjectNode();
    node.put("workspace", entry.workspaceId());
    node.put("seq", event.seq());
    node.put("event_id", event.eventId().toString());
    node.put("event_type", event.eventType());
    node.put("actor_kind", event.actorKind());
    node.put("occurred_at", event.occurredAt().toString());
    try {
      node.set("payload", JSON.readTree(event.payload()));
    } catch (JsonProcessingException e) {
      // Somebody changed the row; what it holds is shown all the same.
      node.put("payload", event.payload());
    }
    node.put("hash", event.hash());
    return node;
  }
}
