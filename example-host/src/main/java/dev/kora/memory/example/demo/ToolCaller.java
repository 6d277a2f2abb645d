package dev.kora.memory.example.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.spi.MemorySession;
import java.util.Map;

/** Calls memory tools as a model would, and insists on the answer. */
final class ToolCaller {
  private static final JsonMapper JSON = new JsonMapper();

  private final MemorySession session;

  ToolCaller(MemorySession session) {
    this.session = session;
  }

  /** Calls a tool and gives back its answer, which says that it is well. */
  JsonNode call(String tool, Map<String, ?> arguments)
      throws JsonProcessingException, DemoException {
    String answer = session.handleToolCall(tool, JSON.writeValueAsString(arguments));
    JsonNode node = JSON.readTree(answer);
    if (!node.path("ok").asBoolean(false)) {
      throw new DemoException("the tool " + tool + " did not do it; it said " + answer);
    }
    return node;
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
