package dev.kora.memory.host;

import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ToolSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which session answers which tool. Fixed when the session is opened, as the tools are. A name that
 * is taken already is left out: the earlier provider, which is the built-in one, keeps it.
 */
final class ToolRouting {
  private final Map<String, IsolatedSession> owners = new LinkedHashMap<>();
  private final List<ToolSchema> schemas = new ArrayList<>();

  ToolRouting(List<IsolatedSession> sessions) {
    for (IsolatedSession session : sessions) {
      for (ToolSchema schema : session.toolSchemas()) {
        add(schema, session);
      }
    }
  }

  private void add(ToolSchema schema, IsolatedSession session) {
    IsolatedSession owner = owners.putIfAbsent(schema.name(), session);
    if (owner == null) {
      schemas.add(schema);
    } else {
      session
          .isolation()
          .notice(
              Notice.Level.WARNING,
              "its tool %s is left out, because %s has one of that name"
                  .formatted(schema.name(), owner.provider()));
    }
  }

  List<ToolSchema> schemas() {
    return List.copyOf(schemas);
  }

  String call(String toolName, String argumentsJson) {
    IsolatedSession owner = owners.get(toolName);
    return owner == null
        ? JsonError.of("unknown tool: " + toolName)
        : owner.tool(toolName, argumentsJson);
  }
}
