package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import dev.kora.memory.spi.ToolSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsThatAreNoJsonTest {
  @TempDir Path folder;

  private ManagedSession session(RecordingHost host, FakeSession external) {
    return MemoryManager.open(
            host,
            new FakeMemory("builtin", () -> new FakeSession("builtin", "read")),
            new FakeMemory("ext", () -> external),
            ProviderConfig.of(Map.of(), Map.of()))
        .openSession(SessionContext.primary("s", "test", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "done", "[]", "\"text\"", "{\"ok\":true", "{} {}", "<html>"})
  void anAnswerIsReplacedByAnErrorAndNamedOnce(String answer) {
    RecordingHost host = new RecordingHost(folder);
    ManagedSession session =
        session(
            host,
            new FakeSession("ext", "search", "find") {
              @Override
              public String handleToolCall(String toolName, String argumentsJson) {
                return answer;
              }
            });
    String error = "{\"ok\":false,\"error\":\"the tool search of ext answered no JSON object\"}";
    assertEquals(error, session.handleToolCall("search", "{}"));
    assertEquals(error, session.handleToolCall("search", "{}"));
    session.handleToolCall("find", "{}");
    assertEquals(
        List.of(
            "ERROR ext: tool search answers no JSON object; the model gets an error",
            "ERROR ext: tool find answers no JSON object; the model gets an error"),
        host.notices());
  }

  @Test
  void aSoundAnswerIsHandedOnAsItIs() {
    RecordingHost host = new RecordingHost(folder);
    ManagedSession session =
        session(
            host,
            new FakeSession("ext", "search") {
              @Override
              public String handleToolCall(String toolName, String argumentsJson) {
                return " {\"ok\" : true}\n";
              }
            });
    assertEquals(" {\"ok\" : true}\n", session.handleToolCall("search", "{}"));
    assertEquals(List.of(), host.notices());
  }

  @Test
  void aToolWhoseSchemaIsNoObjectIsLeftOutAndTakesNoName() {
    RecordingHost host = new RecordingHost(folder);
    ManagedSession session =
        session(
            host,
            new FakeSession("ext") {
              @Override
              public List<ToolSchema> toolSchemas() {
                return List.of(
                    new ToolSchema("search", "broken", "{\"type\":}"),
                    new ToolSchema("search", "sound", "{\"type\":\"object\"}"),
                    new ToolSchema("list", "no object", "[]"));
              }
            });
    assertEquals(
        List.of("read of builtin", "sound"),
        session.toolSchemas().stream().map(ToolSchema::description).toList());
    assertEquals(
        List.of(
            "WARNING ext: its tool search is left out, because its parametersJson is no JSON object",
            "WARNING ext: its tool list is left out, because its parametersJson is no JSON object"),
        host.notices());
    assertEquals(
        "{\"ok\":false,\"error\":\"unknown tool: list\"}", session.handleToolCall("list", "{}"));
  }
}
