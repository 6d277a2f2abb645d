package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Which tools the server has: asked once, forgotten when the server or a new session says so. */
public final class ToolCatalog {
  private static final int MAX_PAGES = 100;

  private final BiFunction<String, ObjectNode, CallOutcome> requests;
  private final AtomicInteger generation = new AtomicInteger();
  private volatile @Nullable Set<String> tools;
  private volatile Set<String> lastKnown = Set.of();
  private volatile boolean everKnown;

  ToolCatalog(BiFunction<String, ObjectNode, CallOutcome> requests) {
    this.requests = requests;
  }

  /** Whether the last list that was read lacks the tool. Never asks the server. */
  public boolean isKnownAbsent(String tool) {
    return everKnown && !lastKnown.contains(tool);
  }

  /** Lets the next question go to the server. */
  public void forget() {
    generation.incrementAndGet();
    tools = null;
  }

  /**
   * Reads the list if it is not known (rule 6: all pages, an empty cursor is a cursor).
   *
   * @return empty when the list is known now, else how asking for it failed
   */
  public Optional<CallOutcome> ensureKnown() {
    if (tools != null) {
      return Optional.empty();
    }
    int before = generation.get();
    Set<String> found = new HashSet<>();
    ObjectNode params = StrictJson.object();
    for (int page = 0; page < MAX_PAGES; page++) {
      CallOutcome outcome = requests.apply("tools/list", params);
      if (!(outcome instanceof CallOutcome.Answered answered)) {
        return Optional.of(outcome);
      }
      JsonNode list = answered.content().get("tools");
      if (list == null || !list.isArray()) {
        return Optional.of(new CallOutcome.Ambiguous("tools/list answered no list", null));
      }
      list.forEach(tool -> found.add(tool.path("name").asText("")));
      JsonNode cursor = answered.content().get("nextCursor");
      if (cursor == null || !cursor.isTextual()) {
        break;
      }
      params = StrictJson.object().put("cursor", cursor.textValue());
    }
    lastKnown = Set.copyOf(found);
    everKnown = true;
    if (generation.get() == before) {
      tools = lastKnown;
    }
    return Optional.empty();
  }
}
