package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events of one workspace, delivered one after the other: through the outbox, from the first's
 * acceptance to the last's acknowledgement, and by the bare client in a loop.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(value = 2, jvmArgsAppend = "-Dsun.net.httpserver.nodelay=true")
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class DeliveryBenchmark {
  private static final int EVENTS = 1000;

  private final ObjectNode payload = EventPath.payload();
  private final MinimalHttpServer server = new MinimalHttpServer();
  private Path folder;
  private EventPath path;

  /** Opens the outbox. */
  @Setup
  public void open() throws IOException {
    folder = Folders.make();
    path = new EventPath(server.uri(), folder, EventPath.DISK_BYTES);
  }

  /** Closes it. */
  @TearDown
  public void close() throws IOException {
    path.close();
    server.close();
    Folders.delete(folder);
  }

  /** The outbox. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long outbox() {
    for (int i = 0; i < EVENTS; i++) {
      path.emit(payload);
    }
    long left = path.outbox.flush(EventPath.WORKSPACE, Duration.ofMinutes(1));
    if (left != 0) {
      throw new IllegalStateException(left + " events are not delivered");
    }
    return left;
  }

  /** The same calls and nothing else. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public CallOutcome bareClient() {
    JsonMapper mapper = new JsonMapper();
    ObjectNode arguments = mapper.createObjectNode();
    arguments.put("workspace_id", EventPath.WORKSPACE).put("event_type", EventPath.TYPE);
    arguments.set("payload", payload);
    ObjectNode meta = mapper.createObjectNode();
    meta.put("dev.kora/event-key", UUID.randomUUID().toString());
    meta.put("dev.kora/emitted-us", 1_764_000_000_000_000L);
    CallOutcome outcome = path.client.withMeta(meta).callTool(Wire.TOOL, arguments);
    for (int i = 1; i < EVENTS && outcome instanceof CallOutcome.Answered; i++) {
      outcome = path.client.withMeta(meta).callTool(Wire.TOOL, arguments);
    }
    if (!(outcome instanceof CallOutcome.Answered)) {
      throw new IllegalStateException(outcome.toString());
    }
    return outcome;
  }
}
