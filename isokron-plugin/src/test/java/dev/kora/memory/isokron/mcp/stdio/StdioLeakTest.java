package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is left after many clients: nothing. 10,000 of them with {@code -Disokron.soak=true}. */
@DisabledOnOs(OS.WINDOWS)
class StdioLeakTest {
  private static final String SERVER =
      """
      while IFS= read -r line; do
        id=${line#*\\"id\\":}; id=${id%%,*}
        case $line in
          *'"method":"initialize"'*)
            info='"capabilities":{},"serverInfo":{"name":"sh","version":"1"}'
            result='{"protocolVersion":"2025-11-25",'$info'}' ;;
          *'"method":"notifications/'*) continue ;;
          *) result='{}' ;;
        esac
        printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
      done
      """;

  @Test
  @Timeout(3600)
  void neitherThreadsNorProcessesAreLeftAfterClose() throws Exception {
    int cycles = Boolean.getBoolean("isokron.soak") ? 10_000 : 200;
    Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
    for (int i = 0; i < cycles; i++) {
      try (McpClient client =
          McpClient.connect(
              new StdioEndpoint(List.of("sh", "-c", SERVER)),
              null,
              McpProtocol.AUTO,
              Duration.ofMinutes(1),
              "test")) {
        assertInstanceOf(CallOutcome.Answered.class, client.ping());
      }
      assertEquals(List.of(), ShellChildren.ownThreads());
    }
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      if (!before.contains(child)) {
        child.onExit().get(60, TimeUnit.SECONDS); // later than its close if it was held up
      }
    }
  }
}
