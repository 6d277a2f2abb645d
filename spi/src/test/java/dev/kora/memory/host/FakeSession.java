package dev.kora.memory.host;

import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.ToolSchema;
import java.util.ArrayList;
import java.util.List;

/** A session that says its name in all it answers, and keeps what it is told. */
class FakeSession implements MemorySession {
  private final String name;
  private final List<String> tools;
  final List<MemoryWrite> writes = new ArrayList<>();
  boolean closed;

  FakeSession(String name, String... tools) {
    this.name = name;
    this.tools = List.of(tools);
  }

  @Override
  public String systemPromptBlock() {
    return name + "'s block";
  }

  @Override
  public String prefetch(String query) {
    return name + " recalls " + query;
  }

  @Override
  public List<ToolSchema> toolSchemas() {
    return tools.stream().map(t -> new ToolSchema(t, t + " of " + name, "{}")).toList();
  }

  @Override
  public String handleToolCall(String toolName, String argumentsJson) {
    return "{\"ok\":true,\"from\":\"" + name + "\"}";
  }

  @Override
  public void onMemoryWrite(MemoryWrite write) {
    writes.add(write);
  }

  @Override
  public void close() {
    closed = true;
  }
}
