package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.ParamAnnotations;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Reads the whole list of tools (rule 6: all pages, and an empty cursor is a cursor). */
final class ToolPages {
  private static final Logger LOG = LogManager.getLogger(ToolPages.class);
  private static final int MAX_PAGES = 100;
  private static final int MAX_TOOLS = 10_000;
  private static final int MAX_CHARACTERS = 16 * 1024 * 1024;
  private static final int MAX_WARNINGS = 100;

  private final Requests requests;
  private final BooleanSupplier mirrorsArguments;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /** Sends one request and waits for its answer. */
  @FunctionalInterface
  interface Requests {
    CallOutcome send(String method, ObjectNode params, Deadline deadline);
  }

  /** {@code mirrorsArguments}: whether tools are called with their arguments in headers too. */
  ToolPages(Requests requests, BooleanSupplier mirrorsArguments) {
    this.requests = requests;
    this.mirrorsArguments = mirrorsArguments;
  }

  ToolListing read(Deadline deadline) {
    List<JsonNode> tools = new ArrayList<>();
    Set<String> cursors = new HashSet<>();
    long characters = 0;
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
          characters += StrictJson.write(tool).length();
          tools.add(tool);
        }
      }
      if (tools.size() > MAX_TOOLS || characters > MAX_CHARACTERS) {
        return unusable("has more than " + MAX_TOOLS + " tools, or they are too large to keep");
      }
      JsonNode cursor = answered.content().get("nextCursor");
      if (cursor == null || !cursor.isTextual()) {
        return new ToolListing.Listed(tools.stream().filter(this::isUsable).toList());
      }
      if (!cursors.add(cursor.textValue())) {
        return unusable("answered one cursor a second time");
      }
      params = StrictJson.object().put("cursor", cursor.textValue());
    }
    return unusable("has more than " + MAX_PAGES + " pages");
  }

  /** Rule 14: a tool whose annotations are wrong counts as absent where they matter. */
  private boolean isUsable(JsonNode tool) {
    if (!mirrorsArguments.getAsBoolean()
        || !(ParamAnnotations.read(tool) instanceof ParamAnnotations.Reading.Invalid invalid)) {
      return true;
    }
    String name = OneLine.of(tool.path("name").asText(), 80);
    if (warned.size() < MAX_WARNINGS && warned.add(name + " " + invalid.reason())) {
      LOG.warn("[kora.isokron] the tool {} is left out: {}", name, invalid.reason());
    }
    return false;
  }

  private static ToolListing unusable(String why) {
    return new ToolListing.Unavailable(new CallOutcome.Ambiguous("tools/list " + why, null));
  }
}
