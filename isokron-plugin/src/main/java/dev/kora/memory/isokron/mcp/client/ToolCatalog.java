package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which tools the server has: asked once, forgotten when the server or a new session says so. */
public final class ToolCatalog {
  private static final int MAX_PAGES = 100;

  private final Requests requests;
  private final Duration timeout;
  private final AtomicInteger generation = new AtomicInteger();
  private volatile @Nullable Set<String> tools;
  private volatile Set<String> lastKnown = Set.of();
  private volatile boolean everKnown;

  /** Sends one request and waits for its answer. */
  @FunctionalInterface
  interface Requests {
    CallOutcome send(String method, ObjectNode params, Deadline deadline);
  }

  /** Makes a catalog that knows nothing yet; {@code timeout} is the limit of a whole listing. */
  ToolCatalog(Requests requests, Duration timeout) {
    this.requests = requests;
    this.timeout = timeout;
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

  /** Reads the list if it is not known, within the client's time limit of one call. */
  public Optional<CallOutcome> ensureKnown() {
    return ensureKnown(Deadline.in(timeout));
  }

  /**
   * Reads the list if it is not known (rule 6: all pages, an empty cursor is a cursor).
   *
   * @param deadline of the whole listing
   * @return empty when the list is known now, else how asking for it failed
   */
  public Optional<CallOutcome> ensureKnown(Deadline deadline) {
    if (tools != null) {
      return Optional.empty();
    }
    int before = generation.get();
    Set<String> found = new HashSet<>();
    Set<String> cursors = new HashSet<>();
    ObjectNode params = StrictJson.object();
    for (int page = 0; page < MAX_PAGES; page++) {
      CallOutcome outcome = requests.send("tools/list", params, deadline);
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
        keep(Set.copyOf(found), before);
        return Optional.empty();
      }
      if (!cursors.add(cursor.textValue())) {
        return Optional.of(
            new CallOutcome.Ambiguous("tools/list answered one cursor a second time", null));
      }
      params = StrictJson.object().put("cursor", cursor.textValue());
    }
    return Optional.of(
        new CallOutcome.Ambiguous("tools/list has more than " + MAX_PAGES + " pages", null));
  }

  private void keep(Set<String> found, int asOf) {
    lastKnown = found;
    everKnown = true;
    if (generation.get() == asOf) {
      tools = found;
    }
  }
}
