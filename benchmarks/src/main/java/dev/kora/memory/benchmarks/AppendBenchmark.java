package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.sea.store.TokenHash;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Appending an event, each in a synced transaction of its own: a bare one-row INSERT as the floor,
 * on one connection and on eight, the append function on one connection, on eight for one workspace
 * and for eight, and whole tool calls over HTTP by eight clients.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class AppendBenchmark {
  private static final byte[] PAYLOAD =
      "{\"session_id\":\"0197f5a2-9d3c-7c1e-8a44-1b7f0c2d9e55\",\"summary\":\"tried the fix\",\"turn_count\":12}"
          .getBytes(StandardCharsets.UTF_8);

  /** One connection of a thread, as the server's own: with the rights of {@code sea_writer}. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH calls the set-up first
  public static class Writer {
    private Connection connection;
    private PreparedStatement bare;
    private PreparedStatement append;
    private SeaState sea;
    private int number;

    /** Connects. */
    @Setup
    public void open(SeaState state, ThreadParams threads) throws SQLException {
      sea = state;
      number = threads.getThreadIndex() % SeaState.WORKSPACES;
      connection = sea.owner();
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET ROLE sea_writer");
      }
      bare = connection.prepareStatement("INSERT INTO public.bare VALUES (?, ?)");
      append = connection.prepareStatement("SELECT sea.append_event(?, ?, ?, ?, ?, NULL)");
    }

    /** Disconnects. */
    @TearDown
    public void close() throws SQLException {
      connection.close();
    }

    int insert() throws SQLException {
      bare.setObject(1, UUID.randomUUID());
      bare.setBytes(2, PAYLOAD);
      return bare.executeUpdate();
    }

    boolean append(int workspace) throws SQLException {
      append.setBytes(1, TokenHash.of(sea.token(workspace)).toBytes());
      append.setString(2, SeaState.workspace(workspace));
      append.setString(3, "kora.session.ended");
      append.setBytes(4, PAYLOAD);
      append.setObject(5, UUID.randomUUID());
      return append.execute();
    }
  }

  /** A thread's MCP client. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH calls the set-up first
  public static class Client {
    private final ObjectNode arguments = new JsonMapper().createObjectNode();
    private final ObjectNode meta = new JsonMapper().createObjectNode();
    private McpClient mcp;

    /** Makes it; it connects with its first call. */
    @Setup
    public void open(SeaState sea, ThreadParams threads) {
      int number = threads.getThreadIndex() % SeaState.WORKSPACES;
      mcp = Peers.ours(new HttpEndpoint(sea.server().mcpEndpoint()), new Secret(sea.token(number)));
      arguments
          .put("workspace_id", SeaState.workspace(number))
          .put("event_type", "kora.session.ended")
          .putObject("payload")
          .put("turn_count", 12);
    }

    /** Ends its session. */
    @TearDown
    public void close() {
      mcp.close();
    }
  }

  /** The floor: a row of the same size, nothing computed. */
  @Benchmark
  public int bareInsert(Writer writer) throws SQLException {
    return writer.insert();
  }

  /** What the machine gives to eight such connections. */
  @Benchmark
  @Threads(8)
  public int bareInsert8(Writer writer) throws SQLException {
    return writer.insert();
  }

  /** One connection. */
  @Benchmark
  public boolean append(Writer writer) throws SQLException {
    return writer.append(0);
  }

  /** Eight connections, one chain. */
  @Benchmark
  @Threads(8)
  public boolean append8ToOneWorkspace(Writer writer) throws SQLException {
    return writer.append(0);
  }

  /** Eight connections, a chain each. */
  @Benchmark
  @Threads(8)
  public boolean append8ToEightWorkspaces(Writer writer) throws SQLException {
    return writer.append(writer.number);
  }

  /** Eight clients, a chain each: HTTP, JSON, token and tool above the function. */
  @Benchmark
  @Threads(8)
  public CallOutcome call8OverHttp(Client client) {
    CallOutcome outcome = client.mcp.withMeta(client.meta).callTool(Wire.TOOL, client.arguments);
    if (!(outcome instanceof CallOutcome.Answered)) {
      throw new IllegalStateException(outcome.toString());
    }
    return outcome;
  }
}
