package dev.kora.memory.host;

import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ToolSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which session answers which tool. Fixed when the session is opened, as the tools are. A name that
 * is taken already is left out: the earlier provider, which is the built-in one, keeps it. So is a
 * tool whose schema is no JSON object.
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
    if (!JsonSyntax.isObject(schema.parametersJson())) {
      // A model's API would refuse the whole request for it.
      leftOut(schema, session, "its parametersJson is no JSON object");
      return;
    }
    IsolatedSession owner = owners.putIfAbsent(schema.name(), session);
    if (owner == null) {
      schemas.add(schema);
    } else {
      leftOut(schema, session, owner.provider() + " has one of that name");
    }
  }

  private static void leftOut(ToolSchema schema, IsolatedSession session, String why) {
    session
        .isolation()
        .notice(
            Notice.Level.WARNING,
            "its tool %s is left out, because %s".formatted(schema.name(), why));
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
