package dev.kora.memory.benchmarks;

import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Workspaces;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code kronicle.search_scratchpad} as a reader, over 100,000 entries of some 33 words each, whose
 * frequencies fall as those of a language do (Zipf, 20,000 words).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 4, time = 5)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class SearchBenchmark {
  private static final int VOCABULARY = 20_000;
  private static final String LOAD =
      """
      INSERT INTO kronicle.agent_scratchpad_entries (workspace_id, actor_id, content_inline,
          content_hash, visibility_scope, scratchpad_kind, created_at)
        SELECT r.workspace_id, r.actor_id,
          (SELECT string_agg('w' || floor(power(%d, random()))::int, ' ')
            FROM generate_series(1, 30 + i %% 7)),
          repeat('0', 64), 'agent_private', 'hypothesis', now() - i * interval '1 second'
        FROM generate_series(1, 100000) i, public.actor_registry r
        WHERE r.actor_kind = 'kora' AND r.workspace_id = 'org_local'
      """;

  /** How many words a question has. */
  @Param({"1", "3", "8", "20"})
  public int words;

  private final SplittableRandom random = new SplittableRandom(1);
  private Connection reader;
  private PreparedStatement search;

  /** Fills the scratchpad. */
  @Setup(Level.Trial)
  public void load(SeaState sea) throws SQLException {
    // Of the driver's own: the load takes longer than Sea lets a database be silent.
    Dsn admin = Dsn.parse(sea.server().credentials().adminDsn());
    try (Connection owner =
            DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
        Statement statement = owner.createStatement()) {
      statement.execute(LOAD.formatted(VOCABULARY));
      statement.execute("VACUUM (ANALYZE) kronicle.agent_scratchpad_entries");
    }
    reader = Connections.open(Dsn.parse(sea.server().credentials().readerDsn()));
    reader.setAutoCommit(false);
    search = reader.prepareStatement("SELECT * FROM kronicle.search_scratchpad(?, 20)");
  }

  /** Disconnects. */
  @TearDown(Level.Trial)
  public void close() throws SQLException {
    reader.close();
  }

  /** One search with the transaction around it, as the plugin makes it. */
  @Benchmark
  public int search() throws SQLException {
    StringBuilder question = new StringBuilder();
    for (int i = 0; i < words; i++) {
      question.append(" w").append((int) Math.pow(VOCABULARY, random.nextDouble()));
    }
    Workspaces.enter(reader, "org_local");
    search.setString(1, question.toString());
    int found = 0;
    try (ResultSet rows = search.executeQuery()) {
      while (rows.next()) {
        found++;
      }
    }
    reader.commit();
    return found;
  }
}
