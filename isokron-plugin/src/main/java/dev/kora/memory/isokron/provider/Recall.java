package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.events.StorableText;
import dev.kora.memory.isokron.prompt.RecallText;
import dev.kora.memory.isokron.substrate.ScratchpadRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The recalls of one session: fetched in the background, served within a deadline. What is kept are
 * rows and not text, so that what was superseded meanwhile is left out when they are served.
 */
final class Recall {
  private static final Logger LOG = LogManager.getLogger(Recall.class);

  /** More than are shown: some are not for showing. */
  private static final int ROWS = 2 * RecallText.MAX_LINES;

  private final Wiring parts;
  private final String workspace;
  private final Search search;
  private @Nullable Fetch queued;
  private @Nullable Fetch late;

  private record Fetch(String query, CompletableFuture<List<ScratchpadRow>> rows, Future<?> task) {
    /** Nobody asks for it any more; what runs already goes on. */
    void drop() {
      task.cancel(false);
    }

    boolean isFor(String other) {
      return query.equals(other) && !rows.isCompletedExceptionally();
    }

    List<ScratchpadRow> sofar() {
      return rows.isDone() && !rows.isCompletedExceptionally() ? rows.join() : List.of();
    }
  }

  /** What is fetched: own entries that bear on a text, best first. */
  @FunctionalInterface
  interface Search {
    List<ScratchpadRow> relevant(String workspace, String text, int limit)
        throws SubstrateException;
  }

  Recall(Wiring parts, String workspace) {
    this(parts, workspace, parts.reads().nodes()::relevant);
  }

  Recall(Wiring parts, String workspace, Search search) {
    this.parts = parts;
    this.workspace = workspace;
    this.search = search;
  }

  synchronized void queue(String query) {
    List<Fetch> before = earlier().toList();
    queued =
        before.stream()
            .filter(fetch -> fetch.isFor(query))
            .findFirst()
            .orElseGet(() -> start(query));
    drop(before);
  }

  String serve(String query) {
    Fetch fetch;
    List<Fetch> earlier;
    synchronized (this) {
      earlier = earlier().toList();
      fetch =
          earlier.stream()
              .filter(one -> one.isFor(query))
              .findFirst()
              .orElseGet(() -> start(query));
      queued = null;
      late = null;
      earlier.stream().filter(one -> !one.equals(fetch)).forEach(Fetch::drop);
    }
    try {
      return text(
          fetch.rows().get(parts.config().recallDeadline().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      LOG.debug("[kora.isokron] a recall took too long; it serves the next turn");
      keep(fetch);
    } catch (ExecutionException e) {
      LOG.debug("[kora.isokron] a recall failed and is left out", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      keep(fetch);
    }
    // Better what an earlier turn asked for, or what is known anyway, than nothing.
    return Stream.concat(
            earlier.stream().map(Fetch::sofar),
            Stream.of(KnownEntries.matching(parts.reads().turn().knownOwn(workspace), query)))
        .map(this::text)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  synchronized void forget() {
    List<Fetch> before = earlier().toList();
    queued = null;
    late = null;
    drop(before);
  }

  private synchronized void keep(Fetch fetch) {
    List<Fetch> before = earlier().toList();
    late = fetch;
    drop(before);
  }

  /** Drops those of them that are kept no longer. */
  private void drop(List<Fetch> before) {
    before.stream().filter(one -> earlier().noneMatch(one::equals)).forEach(Fetch::drop);
  }

  private Stream<Fetch> earlier() {
    return Stream.of(queued, late).flatMap(Stream::ofNullable);
  }

  private String text(List<ScratchpadRow> rows) {
    return RecallText.of(
        rows.stream().filter(row -> !parts.reads().nodes().isHidden(workspace, row)).toList());
  }

  private Fetch start(String query) {
    if (query.isBlank()) {
      return ended(query, CompletableFuture.completedFuture(List.of()));
    }
    CompletableFuture<List<ScratchpadRow>> rows = new CompletableFuture<>();
    try {
      return new Fetch(query, rows, parts.reads().recalls().submit(() -> fetch(query, rows)));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // The error is that of a thread that cannot be started.
      rows.completeExceptionally(e);
      return ended(query, rows);
    }
  }

  private static Fetch ended(String query, CompletableFuture<List<ScratchpadRow>> rows) {
    return new Fetch(query, rows, rows);
  }

  private void fetch(String query, CompletableFuture<List<ScratchpadRow>> rows) {
    try {
      rows.complete(search.relevant(workspace, StorableText.repair(query), ROWS));
    } catch (SubstrateException | RuntimeException e) {
      rows.completeExceptionally(e);
    } catch (Error e) {
      // Or whoever asks the same again waits for it, and it is never fetched.
      rows.completeExceptionally(e);
      throw e;
    }
  }
}
