package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From nothing to the first answer, in a fresh JVM each time: handshake and one tool call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 10, jvmArgsAppend = "-Dsun.net.httpserver.nodelay=true")
public class ClientStartBenchmark {
  private final MinimalHttpServer server = new MinimalHttpServer();

  /** Ends it. */
  @TearDown
  public void stop() {
    server.close();
  }

  /** Our client. */
  @Benchmark
  public CallOutcome ours() {
    ObjectNode empty = new JsonMapper().createObjectNode();
    try (McpClient client = Peers.ours(server.uri())) {
      CallOutcome outcome = client.withMeta(empty).callTool(Wire.TOOL, empty);
      if (!(outcome instanceof CallOutcome.Answered)) {
        throw new IllegalStateException(outcome.toString());
      }
      return outcome;
    }
  }

  /** The official SDK's synchronous client. */
  @Benchmark
  public CallToolResult sdk() {
    try (McpSyncClient client = Peers.sdk(server.uri())) {
      client.initialize();
      return client.callTool(CallToolRequest.builder(Wire.TOOL).arguments(Map.of()).build());
    }
  }
}
