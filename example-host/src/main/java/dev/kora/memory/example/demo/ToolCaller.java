package dev.kora.memory.example.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.spi.MemorySession;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Calls memory tools as a model would, and insists on the answer. */
final class ToolCaller {
  private static final JsonMapper JSON = new JsonMapper();

  private final MemorySession session;
  private final Set<String> called = new HashSet<>();

  ToolCaller(MemorySession session) {
    this.session = session;
  }

  /** Calls a tool and gives back its answer, which says that it is well. */
  JsonNode call(String tool, Map<String, ?> arguments)
      throws JsonProcessingException, DemoException {
    JsonNode answer = answer(tool, arguments);
    if (!answer.path("ok").asBoolean(false)) {
      throw new DemoException("the tool " + tool + " did not do it; it said " + answer);
    }
    return answer;
  }

  /** Calls a tool that must not do what it is asked for, and gives back its answer. */
  JsonNode refused(String tool, Map<String, ?> arguments)
      throws JsonProcessingException, DemoException {
    JsonNode answer = answer(tool, arguments);
    if (answer.path("ok").asBoolean(true)) {
      throw new DemoException("the tool " + tool + " should refuse this; it said " + answer);
    }
    return answer;
  }

  /** The names of the tools that were called. */
  Set<String> called() {
    return Set.copyOf(called);
  }

  private JsonNode answer(String tool, Map<String, ?> arguments) throws JsonProcessingException {
    called.add(tool);
    return JSON.readTree(session.handleToolCall(tool, JSON.writeValueAsString(arguments)));
  }

  /** Calls a tool and gives back the entry that it made. */
  String entryOf(String tool, Map<String, ?> arguments)
      throws JsonProcessingException, DemoException {
    JsonNode answer = call(tool, arguments);
    String entry = answer.path("entry_id").asText();
    if (entry.isEmpty()) {
      throw new DemoException("the tool " + tool + " did not confirm an entry; it said " + answer);
    }
    return entry;
  }
}
