package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one transport and knows those that are under way. */
final class Sender implements AutoCloseable {
  /** Ends of what is under way, with the outcome that it then has. */
  private final Set<Consumer<Exchange>> open = ConcurrentHashMap.newKeySet();

  private volatile @Nullable HttpClient http = SharedHttpClient.acquire();

  /** Sends a request whose answer is read as it comes; null when this is closed. */
  @Nullable Attempt send(HttpRequest request, Awaited awaited, SecretMask mask) {
    HttpClient client = http;
    if (client == null) {
      return null;
    }
    Attempt attempt = new Attempt(client, request, new AnswerReader(awaited, mask));
    whileOpen(attempt.whole(), attempt::end);
    return attempt;
  }

  /** Waits until the deadline, which is {@code TimedOut}, or what is awaited has come. */
  Exchange pause(Awaited awaited, Deadline until) {
    CompletableFuture<Exchange> pause = new CompletableFuture<>();
    var unused =
        awaited
            .settled()
            .whenComplete((done, failure) -> pause.complete(new Exchange.Completed(null)));
    whileOpen(pause, pause::complete);
    Exchange how = Attempt.await(pause, until);
    pause.complete(how);
    return how;
  }

  private void whileOpen(CompletableFuture<?> whole, Consumer<Exchange> end) {
    open.add(end);
    var unused = whole.whenComplete((done, failure) -> open.remove(end));
    if (http == null) {
      end.accept(closed()); // close() may not have seen it
    }
  }

  static Exchange closed() {
    return new Exchange.Broken("the client was closed", null);
  }

  /** Ends what is under way. To be called once. */
  @Override
  public void close() {
    HttpClient client = http;
    http = null;
    open.forEach(end -> end.accept(closed()));
    if (client != null) {
      SharedHttpClient.release(client);
    }
  }
}
