package dev.kora.memory.benchmarks;

import dev.kora.memory.spi.MemorySession;
import java.sql.Connection;
import java.util.List;
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

/**
 * The prompt block of a turn whose reads are all cached, in a workspace with 10,000 nodes. The
 * target is a p50 of 100 µs; beside it, a string that is ready, and one joined of the same lines.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class PromptBenchmark {
  private static final int NODES = 10_000;
  private static final double TARGET_MILLIS = 0.1;
  private static final int LAST_CALLS = 10_000;

  private AgentMemory memory;
  private MemorySession session;
  private String ready;
  private List<String> lines;

  /** Fills the workspace, and reads it. */
  @Setup
  public void open() throws Exception {
    memory = new AgentMemory();
    try (Connection owner = memory.owner()) {
      Seeds.nodes(owner, NODES);
    }
    session = memory.session();
    ready = session.systemPromptBlock();
    lines = ready.lines().toList();
  }

  /** Says whether the target is met, in whatever fork, and closes all. */
  @TearDown
  public void close() throws Exception {
    Spans calls = new Spans();
    for (int i = 0; i < LAST_CALLS; i++) {
      calls.time(session::systemPromptBlock);
    }
    System.out.printf(
        "%n(%,d characters; of %,d last calls for the block p50 %.1f µs, p99 %.1f µs;"
            + " p50 ≤ 100 µs: %s)%n",
        ready.length(),
        LAST_CALLS,
        1_000 * calls.p50(),
        1_000 * calls.millis(0.99),
        Spans.verdict(calls.p50(), TARGET_MILLIS));
    memory.close();
  }

  /** The block. */
  @Benchmark
  public String block() {
    return session.systemPromptBlock();
  }

  /** The least that is possible. */
  @Benchmark
  public String readyString() {
    return ready;
  }

  /** What it would take to write a block anew if its lines were ready. */
  @Benchmark
  public String joinedLines() {
    return String.join("\n", lines);
  }
}
