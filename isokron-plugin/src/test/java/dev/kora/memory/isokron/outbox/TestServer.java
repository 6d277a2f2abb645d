package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server for tools "a" and "b" that does as it is told. */
final class TestServer implements Courier {
  final List<String> taken = new CopyOnWriteArrayList<>();
  final List<UUID> keys = new CopyOnWriteArrayList<>();
  final Set<String> poison = ConcurrentHashMap.newKeySet();
  final Set<String> missingTools = ConcurrentHashMap.newKeySet();
  volatile boolean down;

  @Override
  public Verdict deliver(OutboxRecord message) {
    if (down) {
      return new Verdict.Retry("down", null);
    }
    if (missingTools.contains(message.tool())) {
      return new Verdict.Pause("missing", message.tool());
    }
    if (poison.contains(message.arguments())) {
      return new Verdict.Suspect("poison", true);
    }
    taken.add(message.workspace() + message.arguments());
    keys.add(message.key());
    return new Verdict.Delivered("id");
  }

  Map<String, Courier> couriers() {
    return Map.of("a", this, "b", this);
  }
}
