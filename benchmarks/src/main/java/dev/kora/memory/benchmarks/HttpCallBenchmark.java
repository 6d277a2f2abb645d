package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.ToolClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

/** One tool call over HTTP: a bare POST as the floor, our client, and the official SDK's. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Dsun.net.httpserver.nodelay=true")
public class HttpCallBenchmark {
  private final JsonMapper mapper = new JsonMapper();
  private final ObjectNode arguments =
      mapper
          .createObjectNode()
          .put("workspace_id", "org_local")
          .put("event_type", "kora.session.ended");
  private final Map<String, Object> sdkArguments =
      Map.of("workspace_id", "org_local", "event_type", "kora.session.ended");
  private final byte[] body =
      ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
              + Wire.TOOL
              + "\",\"arguments\":"
              + arguments
              + ",\"_meta\":{}}}")
          .getBytes(StandardCharsets.UTF_8);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final MinimalHttpServer server = new MinimalHttpServer();
  private final HttpRequest post =
      HttpRequest.newBuilder(server.uri())
          .header("Content-Type", "application/json")
          .header("Accept", "application/json, text/event-stream")
          .header("MCP-Protocol-Version", "2025-11-25")
          .POST(HttpRequest.BodyPublishers.ofByteArray(body))
          .build();
  private final McpClient ours = Peers.ours(server.uri());
  private final ToolClient ourTools = ours.withMeta(mapper.createObjectNode());
  private final McpSyncClient sdk = Peers.sdk(server.uri());

  /** Makes the SDK's handshake; ours comes with the first call. */
  @Setup
  public void start() {
    sdk.initialize();
  }

  /** Ends all three. */
  @TearDown
  public void stop() {
    ours.close();
    sdk.close();
    server.close();
  }

  /** The floor: the same bytes by the JDK's client, and the answer read as JSON. */
  @Benchmark
  public JsonNode barePost() throws IOException, InterruptedException {
    byte[] answer = http.send(post, HttpResponse.BodyHandlers.ofByteArray()).body();
    return mapper.readTree(answer).path("result").path("structuredContent");
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
