package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Calls tools of one server. Safe for all threads; never throws for what a server does. */
@FunctionalInterface
public interface ToolClient {
  /** Calls a tool and waits for its answer, within the client's time limit. */
  CallOutcome callTool(String tool, ObjectNode arguments);
}
