package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One HTTP request that is under way. */
final class Attempt {
  // Long enough for a server to end its event stream after the answer, as it should.
  private static final long REST_MILLIS = 1_000;

  private final AnswerReader reader;
  private final CompletableFuture<Void> whole = new CompletableFuture<>();
  private final Future<?> sending;

  /** Starts it, on another thread so that whoever waits can stop waiting. */
  Attempt(HttpClient client, HttpRequest request, AnswerReader reader) {
    this.reader = reader;
    // Not sendAsync(): that takes a thread of the JDK's own for each answer.
    this.sending = SharedHttpClient.THREADS.submit(() -> send(client, request));
    var unused = reader.outcome().thenRun(this::readTheRest);
  }

  private void send(HttpClient client, HttpRequest request) {
    try {
      client.send(request, reader);
    } catch (IOException | InterruptedException | RuntimeException e) {
      reader.failed(e);
    } finally {
      whole.complete(null);
    }
  }

  AnswerReader reader() {
    return reader;
  }

  /** The end of all of it, also of what comes after the outcome. */
  CompletableFuture<Void> whole() {
    return whole;
  }

  /** Waits for the outcome. When there is none in time, the request is given up. */
  Exchange await(Deadline deadline) {
    Exchange how = await(reader.outcome(), deadline);
    return reader.outcome().isDone() ? how : end(how);
  }

  /** Gives the request up, and its connection; with this outcome unless it has one. */
  Exchange end(Exchange how) {
    reader.outcome().complete(how);
    if (!reader.ended()) { // else it ends by itself, and has no use for an interrupt
      sending.cancel(true);
      whole.complete(null); // the sending may not even have begun
    }
    return reader.outcome().join();
  }

  /**
   * A connection cut in the middle of an answer cannot be used again, so what comes after the
   * awaited message is read for a moment.
   */
  private void readTheRest() {
    if (!reader.ended()) {
      var unused =
          whole
              .copy()
              .orTimeout(REST_MILLIS, TimeUnit.MILLISECONDS)
              .whenComplete((done, tooLate) -> sending.cancel(true));
    }
  }

  /** Waits for an outcome, which is never an exception; that of the waiting when it ends first. */
  static Exchange await(CompletableFuture<Exchange> outcome, Deadline deadline) {
    try {
      return outcome.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Exchange.TimedOut("no answer within the time limit");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Exchange.Broken("the calling thread was interrupted", e);
    } catch (ExecutionException e) {
      return new Exchange.Broken("the waiting failed", e);
    }
  }
}
