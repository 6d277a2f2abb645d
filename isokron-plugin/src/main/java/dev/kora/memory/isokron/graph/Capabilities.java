package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.events.SeaAnswers;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.Shaped;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the token's actor may do, as Sea says: fetched in the background, one fetch at a time. Until
 * the first one succeeds the built-in table holds, after a failure the last good one. One for a
 * whole provider: Sea answers for the token, whatever the workspace. Safe for all threads.
 */
public final class Capabilities {
  private static final Logger LOG = LogManager.getLogger(Capabilities.class);
  private static final String TOOL = "kora__read_kora_capability_row";
  private static final String DEVIATION = "D-kr2-st2-capability-matrix-mirror";

  /** For so long after a failure the server is left alone. */
  private static final long COOL_OFF_NANOS = Duration.ofSeconds(2).toNanos();

  private final McpClient client;
  private final Deferrals deferrals;
  private final Executor background;
  private final Duration timeout;
  private final Duration ttl;

  private final Object lock = new Object();
  private @Nullable CapabilityMatrix good;
  private long goodAt;
  private boolean outOfDate;
  private @Nullable String trouble;
  private long troubleAt;
  private @Nullable CompletableFuture<Void> fetch;

  /**
   * Makes it; asks for nothing yet.
   *
   * @param timeout how long looking for the tool may take; the call has the client's own limit
   * @param ttl how long a fetched matrix needs no new fetch
   */
  public Capabilities(
      McpClient client, Deferrals deferrals, Executor background, Duration timeout, Duration ttl) {
    this.client = client;
    this.deferrals = deferrals;
    this.background = background;
    this.timeout = timeout;
    this.ttl = ttl;
  }

  /** Starts a fetch unless one is under way, failed a moment ago, or is recent. Never blocks. */
  public void warm() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    synchronized (lock) {
      long now = System.nanoTime();
      boolean fresh = good != null && !outOfDate && now - goodAt < ttl.toNanos();
      boolean coolingOff = trouble != null && now - troubleAt < COOL_OFF_NANOS;
      if (fetch != null || fresh || coolingOff) {
        return;
      }
      fetch = mine;
    }
    try {
      background.execute(() -> run(mine));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // The error is that of a thread that cannot be started.
      failed(mine, "too many reads are waiting, or there are too many threads");
    }
  }

  /** The last good matrix, else the built-in one. Never blocks. */
  public CapabilityMatrix current() {
    synchronized (lock) {
      return good == null ? BuiltInCapabilities.MATRIX : good;
    }
  }

  /** As {@link #current}, after waiting for a fetch under way that is the first or asked for. */
  public CapabilityMatrix await(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      CompletableFuture<Void> first;
      synchronized (lock) {
        // After a failure nobody waits again for a server that hangs.
        first = (good == null || outOfDate) && trouble == null ? fetch : null;
      }
      long left = end - System.nanoTime();
      if (first == null || left <= 0) {
        return current();
      }
      try {
        first.copy().completeOnTimeout(null, left, TimeUnit.NANOSECONDS).get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return current();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a fetch that ends in no exception ended in one", e);
      }
    }
  }

  /**
   * Has the matrix fetched anew. The last good one stays in force until there is another: what was
   * denied is not granted by the built-in table meanwhile.
   */
  public void forget() {
    synchronized (lock) {
      outOfDate = true;
      fetch = null; // what it brings is not taken any more
      trouble = null;
    }
  }

  /** Why the last fetch failed, if it did. */
  public Optional<String> trouble() {
    synchronized (lock) {
      return Optional.ofNullable(trouble);
    }
  }

  private void run(CompletableFuture<Void> mine) {
    try {
      ask(mine);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("[kora.isokron] the capability matrix could not be read", e);
      failed(mine, "unexpected " + e.getClass().getSimpleName());
    } finally {
      failed(mine, "an unexpected error"); // unless it has ended
    }
  }

  private void ask(CompletableFuture<Void> mine) {
    Optional<CallOutcome> unknown = client.catalog().ensureKnown(Deadline.in(timeout));
    if (unknown.isPresent()) {
      failed(mine, unknown.get().reason());
      return;
    }
    if (client.catalog().isKnownAbsent(TOOL)) {
      client.catalog().forget(); // the next fetch looks again
      deferrals.missing(TOOL, DEVIATION, "the built-in capability table stays in force");
      failed(mine, DEVIATION + ": the server has no tool " + TOOL);
      return;
    }
    deferrals.present(DEVIATION);
    CallOutcome outcome = client.withMeta(StrictJson.object()).callTool(TOOL, StrictJson.object());
    if (!(outcome instanceof CallOutcome.Answered answered)) {
      failed(mine, outcome.reason());
      return;
    }
    Shaped<Map<String, Boolean>> shaped = SeaAnswers.CAPABILITIES.check(answered.content());
    if (shaped instanceof Shaped.Violated<Map<String, Boolean>> violated) {
      failed(mine, violated.violation().sentence());
    } else {
      fetched(mine, new CapabilityMatrix(new TreeMap<>(shaped.orThrow())));
    }
  }

  private void fetched(CompletableFuture<Void> mine, CapabilityMatrix matrix) {
    boolean mend;
    boolean changed;
    synchronized (lock) {
      if (fetch != mine) {
        mine.complete(null);
        return;
      }
      changed = !matrix.equals(good);
      mend = trouble != null;
      good = matrix;
      goodAt = System.nanoTime();
      outOfDate = false;
      trouble = null;
      fetch = null;
    }
    LOG.log(
        changed || mend ? Level.INFO : Level.DEBUG,
        "[kora.capability_matrix] {} of {} granted",
        matrix.granted().size(),
        matrix.all().size());
    mine.complete(null);
  }

  private void failed(CompletableFuture<Void> mine, String why) {
    boolean first;
    boolean hasGood;
    synchronized (lock) {
      if (fetch != mine) {
        mine.complete(null);
        return;
      }
      first = trouble == null;
      hasGood = good != null;
      trouble = OneLine.of(why);
      troubleAt = System.nanoTime();
      fetch = null;
    }
    // An interrupted fetch is that of a provider that closes: nobody's trouble.
    LOG.log(
        first && !Thread.currentThread().isInterrupted() ? Level.WARN : Level.DEBUG,
        "[kora.capability_matrix.fallback] {}; {} stays in force",
        OneLine.of(why),
        hasGood ? "the last good matrix" : "the built-in table");
    mine.complete(null);
  }
}
