package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.events.StorableText;
import dev.kora.memory.isokron.prompt.RecallText;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The recalls of one session: fetched in the background, served within a deadline. */
final class Recall {
  private static final Logger LOG = LogManager.getLogger(Recall.class);
  private static final int LIMIT = 10;

  private final Wiring parts;
  private final String workspace;
  private @Nullable Fetch queued;

  private record Fetch(String query, CompletableFuture<String> text) {}

  Recall(Wiring parts, String workspace) {
    this.parts = parts;
    this.workspace = workspace;
  }

  synchronized void queue(String query) {
    if (queued != null && queued.text().isDone() && queued.query().equals(query)) {
      return;
    }
    queued = start(query);
  }

  String serve(String query) {
    Fetch earlier = take();
    Fetch fetch = earlier != null && earlier.query().equals(query) ? earlier : start(query);
    try {
      return fetch.text().get(parts.config().recallDeadline().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOG.debug("[kora.isokron] a recall took too long and is left out");
    } catch (ExecutionException e) {
      LOG.debug("[kora.isokron] a recall failed and is left out", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Better what the last turn asked for than nothing.
    return earlier == null ? "" : earlier.text().exceptionally(e -> "").getNow("");
  }

  synchronized void forget() {
    queued = null;
  }

  private synchronized @Nullable Fetch take() {
    Fetch fetch = queued;
    queued = null;
    return fetch;
  }

  private Fetch start(String query) {
    if (query.isBlank()) {
      return new Fetch(query, CompletableFuture.completedFuture(""));
    }
    CompletableFuture<String> text = new CompletableFuture<>();
    try {
      parts.background().execute(() -> fetch(query, text));
    } catch (RejectedExecutionException e) {
      text.completeExceptionally(e);
    }
    return new Fetch(query, text);
  }

  private void fetch(String query, CompletableFuture<String> text) {
    try {
      text.complete(
          RecallText.of(parts.nodes().relevant(workspace, StorableText.repair(query), LIMIT)));
    } catch (SubstrateException | RuntimeException e) {
      text.completeExceptionally(e);
    }
  }
}
