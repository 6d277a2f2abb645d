package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, sent by the thread that waits for its answer: {@code HttpClient.sendAsync}
 * would cost a second thread, on machines of two processors a new one each time.
 */
final class Attempt {
  private final HttpRequest request;
  private final Deadline deadline;
  private final AnswerReader reader;

  /** The thread that waits for the answer's headers. */
  private @Nullable Thread sending;

  private boolean woken;

  Attempt(HttpRequest request, Awaited awaited, SecretMask mask, Deadline deadline) {
    this.request = request;
    this.deadline = deadline;
    reader = new AnswerReader(request.uri(), awaited, mask, deadline);
    if (!awaited.settled().isDone()) {
      var unused =
          awaited
              .settled()
              .whenComplete(
                  (done, failure) -> {
                    if (reader.settledElsewhere()) {
                      wake();
                    }
                  });
    }
  }

  AnswerReader reader() {
    return reader;
  }

  /** Sends it and waits for the outcome. When there is none in time, the request is given up. */
  Exchange run(HttpClient client) {
    try {
      if (enter()) {
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer;
        try {
          answer = client.send(request, reader); // until the headers are there
        } finally {
          leave();
        }
        answer.body().subscribe(reader);
      }
    } catch (InterruptedException e) {
      if (!isWoken()) {
        Thread.currentThread().interrupt();
        return end(new Exchange.Broken("the calling thread was interrupted", e));
      }
    } catch (IOException | RuntimeException e) {
      reader.failed(e);
    }
    Exchange how = await(reader.outcome(), deadline);
    return reader.outcome().isDone() ? how : end(how);
  }

  /** Gives the request up, and its connection; with this outcome unless it has one. */
  Exchange end(Exchange how) {
    reader.outcome().complete(how);
    wake();
    reader.stop();
    return reader.outcome().join();
  }

  private synchronized boolean enter() {
    if (reader.outcome().isDone()) {
      return false;
    }
    sending = Thread.currentThread();
    return true;
  }

  private synchronized void leave() {
    sending = null;
    if (woken) {
      Thread.interrupted(); // ours, and too late to be noticed
    }
  }

  /** Whether an interrupt was ours: whoever ended this has given it its outcome before. */
  private synchronized boolean isWoken() {
    return woken;
  }

  private synchronized void wake() {
    if (sending != null) {
      woken = true;
      sending.interrupt();
    }
  }

  /** Waits for an outcome, which is never an exception; that of the waiting when it ends first. */
  static Exchange await(CompletableFuture<Exchange> outcome, Deadline deadline) {
    try {
      return outcome.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Exchange.TimedOut(HttpAnswers.NO_ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Exchange.Broken("the calling thread was interrupted", e);
    } catch (ExecutionException e) {
      return new Exchange.Broken("the waiting failed", e);
    }
  }
}
