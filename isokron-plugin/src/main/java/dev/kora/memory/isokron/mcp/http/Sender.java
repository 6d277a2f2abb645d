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

  private final SharedHttpClient shared;
  private volatile @Nullable HttpClient http;

  /** For endpoints of this scheme. */
  Sender(String scheme) {
    shared = SharedHttpClient.of(scheme);
    http = shared.acquire();
  }

  /** Sends a request and waits for its outcome, which the returned reader has. */
  AnswerReader send(HttpRequest request, Awaited awaited, SecretMask mask, Deadline deadline) {
    Attempt attempt = new Attempt(request, awaited, mask, deadline);
    HttpClient client = http;
    if (client == null) {
      attempt.end(new Exchange.NotSent("the client is closed", null));
      return attempt.reader();
    }
    Consumer<Exchange> end = attempt::end;
    whileOpen(end, () -> attempt.run(client));
    return attempt.reader();
  }

  /** Waits until the deadline, which is {@code TimedOut}, or what is awaited has come. */
  Exchange pause(Awaited awaited, Deadline until) {
    CompletableFuture<Exchange> pause = new CompletableFuture<>();
    var unused =
        awaited
            .settled()
            .whenComplete((done, failure) -> pause.complete(new Exchange.Completed(null)));
    whileOpen(pause::complete, () -> pause.complete(Attempt.await(pause, until)));
    return pause.join();
  }

  private void whileOpen(Consumer<Exchange> end, Runnable work) {
    open.add(end);
    try {
      if (http == null) {
        end.accept(closed()); // close() may not have seen it
      }
      work.run();
    } finally {
      open.remove(end);
    }
  }

  private static Exchange closed() {
    return new Exchange.Broken("the client was closed", null);
  }

  /** Ends what is under way. To be called once. */
  @Override
  public void close() {
    HttpClient client = http;
    http = null;
    open.forEach(end -> end.accept(closed()));
    if (client != null) {
      shared.release(client);
    }
  }
}
