package dev.kora.memory.sea.http;

import dev.kora.memory.sea.store.EventStore;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the database answers. Anybody may ask, so all who ask at one time share one
 * question to the database.
 */
final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long PATIENCE_MILLIS = 1_000;

  @SuppressWarnings("serial")
  private final EventStore store;

  private transient @Nullable CompletableFuture<Boolean> question;

  HealthServlet(EventStore store) {
    this.store = store;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean up = isUp();
    response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().print(up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
  }

  private boolean isUp() {
    try {
      return question().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CompletableFuture<Boolean> question() {
    CompletableFuture<Boolean> asked = question;
    if (asked == null || asked.isDone()) {
      CompletableFuture<Boolean> fresh = new CompletableFuture<>();
      // A thread of its own: a database that hangs must not hold one that serves.
      Thread thread = new Thread(() -> fresh.complete(store.answers()), "sea-health");
      thread.setDaemon(true);
      thread.start();
      question = fresh;
      return fresh;
    }
    return asked;
  }
}
