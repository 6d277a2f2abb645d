package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the whole list of tools (rule 6: all pages, and an empty cursor is a cursor). */
final class ToolPages {
  private static final int MAX_PAGES = 100;

  private final Requests requests;

  /** Sends one request and waits for its answer. */
  @FunctionalInterface
  interface Requests {
    CallOutcome send(String method, ObjectNode params, Deadline deadline);
  }

  ToolPages(Requests requests) {
    this.requests = requests;
  }

  ToolListing read(Deadline deadline) {
    List<JsonNode> tools = new ArrayList<>();
    Set<String> cursors = new HashSet<>();
    ObjectNode params = StrictJson.object();
    for (int page = 0; page < MAX_PAGES; page++) {
      CallOutcome outcome = requests.send("tools/list", params, deadline);
      if (!(outcome instanceof CallOutcome.Answered answered)) {
        return new ToolListing.Unavailable(outcome);
      }
      JsonNode list = answered.content().get("tools");
      if (list == null || !list.isArray()) {
        return unusable("answered no list");
      }
      for (JsonNode tool : list) {
        if (tool.path("name").isTextual()) {
          tools.add(tool);
        }
      }
      JsonNode cursor = answered.content().get("nextCursor");
      if (cursor == null || !cursor.isTextual()) {
        return new ToolListing.Listed(List.copyOf(tools));
      }
      if (!cursors.add(cursor.textValue())) {
        return unusable("answered one cursor a second time");
      }
      params = StrictJson.object().put("cursor", cursor.textValue());
    }
    return unusable("has more than " + MAX_PAGES + " pages");
  }

  private static ToolListing unusable(String why) {
    return new ToolListing.Unavailable(new CallOutcome.Ambiguous("tools/list " + why, null));
  }
}
