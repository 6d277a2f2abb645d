package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.ToolClient;
import dev.kora.memory.isokron.mcp.client.ToolListing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An independent implementation at the other end: the official Java SDK's server. */
@Timeout(120)
class OfficialServerTest {
  @Test
  void theOfficialJavaServerIsUsedOverStdio() throws Exception {
    List<String> command =
        ScriptedChild.java(OfficialServer.class, System.getProperty("java.class.path"));
    McpClient client =
        McpClient.connect(
            new StdioEndpoint(command), null, McpProtocol.AUTO, Duration.ofMinutes(1), "test");
    try (client) {
      ToolListing.Listed listed = assertInstanceOf(ToolListing.Listed.class, client.listTools());
      assertEquals(
          List.of("fail", "greet"),
          listed.tools().stream().map(tool -> tool.path("name").asText()).sorted().toList());
      assertEquals("official", client.server().orElseThrow().name());
      ToolClient tools = client.withMeta(StrictJson.object());
      CallOutcome greeting = tools.callTool("greet", StrictJson.object().put("name", "Ada"));
      assertEquals(
          StrictJson.object().put("hello", "Ada"),
          assertInstanceOf(CallOutcome.Answered.class, greeting).content());
      CallOutcome failure = tools.callTool("fail", StrictJson.object());
      assertEquals(
          "the tool failed: no luck", assertInstanceOf(CallOutcome.Failed.class, failure).reason());
      assertInstanceOf(
          CallOutcome.Refused.class, tools.callTool("no such tool", StrictJson.object()));
      assertInstanceOf(CallOutcome.Answered.class, client.ping());
    }
    while (ProcessHandle.current()
        .children()
        .anyMatch(c -> c.info().commandLine().orElse("").contains("OfficialServer"))) {
      Thread.sleep(10); // closing waits for some seconds only
    }
  }
}
