package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kora.memory.isokron.events.SeaAnswers;
import dev.kora.memory.isokron.json.ResponseShape;
import dev.kora.memory.isokron.json.Shaped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the strict check of an answer costs, beside merely parsing the same bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ResponseShapeBenchmark {
  private final JsonMapper floor = new JsonMapper();
  private final ResponseShape<UUID> shape = SeaAnswers.EVENT;
  private final byte[] answer =
      "{\"event_id\":\"0197f5a2-9d3c-7c1e-8a44-1b7f0c2d9e55\"}".getBytes(StandardCharsets.UTF_8);

  /** The floor: Jackson's own parse, nothing checked. */
  @Benchmark
  public JsonNode parseOnly() throws IOException {
    return floor.readTree(answer);
  }

  /** Parsed strictly and checked to be an event id. */
  @Benchmark
  public Shaped<UUID> parseAndCheck() {
    return shape.check(answer);
  }
}
