package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.ToolClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One tool call over stdio, each client with a child process of its own. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class StdioCallBenchmark {
  private final ObjectNode arguments =
      new JsonMapper()
          .createObjectNode()
          .put("workspace_id", "org_local")
          .put("event_type", "kora.session.ended");
  private final Map<String, Object> sdkArguments =
      Map.of("workspace_id", "org_local", "event_type", "kora.session.ended");

  private final McpClient ours = Peers.ours(new StdioEndpoint(MinimalStdioServer.command()));
  private final ToolClient ourTools = ours.withMeta(new JsonMapper().createObjectNode());
  private final McpSyncClient sdk = Peers.sdk(MinimalStdioServer.command());

  /** Makes the SDK's handshake; ours comes with the first call. */
  @Setup
  public void start() {
    sdk.initialize();
  }

  /** Ends both, and their children. */
  @TearDown
  public void stop() {
    ours.close();
    sdk.close();
  }

  /** Our client. */
  @Benchmark
  public CallOutcome ours() {
    CallOutcome outcome = ourTools.callTool(Wire.TOOL, arguments);
    if (!(outcome instanceof CallOutcome.Answered)) {
      throw new IllegalStateException(outcome.toString());
    }
    return outcome;
  }

  /** The official SDK's synchronous client. */
  @Benchmark
  public CallToolResult sdk() {
    return sdk.callTool(CallToolRequest.builder(Wire.TOOL).arguments(sdkArguments).build());
  }
}
