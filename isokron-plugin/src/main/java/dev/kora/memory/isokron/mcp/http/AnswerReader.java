package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import dev.kora.memory.isokron.mcp.transport.TooLargeException;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer as it arrives. Its outcome is there as soon as nothing more is awaited. For the
 * HTTP client the answer is there with its headers, so that the deadline of the body is ours.
 */
final class AnswerReader
    implements BodyHandler<Flow.Publisher<List<ByteBuffer>>>, Flow.Subscriber<List<ByteBuffer>> {
  static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
  static final int MAX_ERROR_BYTES = 64 * 1024;

  // Long enough for a server to end its event stream after the answer, as it should.
  private static final long REST_MILLIS = 1_000;

  /** What a body is, by status and media type. */
  private enum Kind {
    JSON,
    EVENTS,
    ERROR_TEXT
  }

  private final URI address;
  private final Deadline deadline;
  private final Awaited awaited;
  private final SseParser events = new SseParser(MAX_MESSAGE_BYTES, this::deliver);
  private final Bytes text = new Bytes();
  private final CompletableFuture<Exchange> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> whole = new CompletableFuture<>();
  private volatile SecretMask mask;
  private volatile boolean ended;
  private Kind kind = Kind.JSON;
  private volatile @Nullable String session;
  private volatile boolean delivering;
  private volatile @Nullable Exchange endOfEvents;
  private @Nullable ResponseInfo info;
  private volatile Flow.@Nullable Subscription subscription;

  AnswerReader(URI address, Awaited awaited, SecretMask mask, Deadline deadline) {
    this.deadline = deadline;
    this.address = address;
    this.awaited = awaited;
    this.mask = mask;
    var unused = outcome.thenRun(this::readTheRest);
  }

  /** How it ended; never completed exceptionally. Whoever stops the reading completes it. */
  CompletableFuture<Exchange> outcome() {
    return outcome;
  }

  /** How it ended; to be asked when that is known. */
  Exchange how() {
    return outcome.join();
  }

  /** The event stream, when the outcome is that it ended before what was awaited; else null. */
  @Nullable SseParser endedEarly() {
    return how() == endOfEvents ? events : null;
  }

  /** The session that the answer named, or null. */
  @Nullable String session() {
    return session;
  }

  /** Takes the failure of a request to which no answer, or no whole one, came. */
  void failed(Throwable failure) {
    outcome.complete(HttpAnswers.failure(failure, address, mask));
  }

  @Override
  public BodySubscriber<Flow.Publisher<List<ByteBuffer>>> apply(ResponseInfo info) {
    this.info = info;
    session = info.headers().firstValue(McpHeaders.SESSION).orElse(null);
    mask = mask.and(session);
    if (info.statusCode() / 100 != 2) {
      kind = Kind.ERROR_TEXT;
      return BodySubscribers.ofPublisher();
    }
    if (HttpAnswers.isEventStream(info.headers().firstValue("content-type").orElse(""))) {
      kind = Kind.EVENTS;
    }
    if (awaited.settled().isDone()) {
      complete(); // rule 15: any 2xx will do
    }
    return BodySubscribers.ofPublisher();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (ended) {
      subscription.cancel();
    } else {
      subscription.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (deadline.leftNanos() == 0) {
      // Who waits may be the one who reads here, and the server may never pause.
      outcome.complete(new Exchange.TimedOut(HttpAnswers.NO_ANSWER));
      stop();
    }
    try {
      for (ByteBuffer buffer : buffers) {
        if (outcome.isDone()) {
          return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        take(bytes);
      }
    } catch (RuntimeException e) {
      failed(e);
      stop();
    }
  }

  private void take(byte[] bytes) {
    if (kind == Kind.EVENTS) {
      events.feed(bytes);
    } else if (kind == Kind.JSON) {
      if (text.size() + bytes.length > MAX_MESSAGE_BYTES) {
        throw new TooLargeException("the answer", MAX_MESSAGE_BYTES);
      }
      text.append(bytes, 0, bytes.length);
    } else {
      text.append(bytes, 0, Math.min(bytes.length, MAX_ERROR_BYTES - text.size()));
      if (text.size() == MAX_ERROR_BYTES) {
        rejected(true);
        stop();
      }
    }
  }

  private void deliver(byte[] message) {
    if (outcome.isDone()) {
      return;
    }
    delivering = true;
    awaited.accept(mask.hide(message));
    delivering = false;
    if (awaited.settled().isDone()) {
      complete();
    }
  }

  /** What is awaited came another way (rule 2): whether that ends this. */
  boolean settledElsewhere() {
    // What comes in one piece with the awaited message is still to be delivered.
    return !delivering && outcome.complete(new Exchange.Completed(session));
  }

  /**
   * A connection cut in the middle of an answer cannot be used again, so what comes after the
   * awaited message is read for a moment, and thrown away.
   */
  private void readTheRest() {
    if (!ended) {
      var unused =
          whole
              .orTimeout(REST_MILLIS, TimeUnit.MILLISECONDS)
              .whenComplete(
                  (done, tooLate) -> {
                    if (tooLate != null) {
                      stop();
                    }
                  });
    }
  }

  private void complete() {
    outcome.complete(new Exchange.Completed(session));
  }

  @Override
  public void onComplete() {
    ended = true;
    try {
      if (kind == Kind.ERROR_TEXT) {
        rejected(false);
      } else if (kind == Kind.EVENTS) {
        early(new Exchange.Completed(session));
      } else {
        if (text.size() > 0) {
          deliver(text.take());
        }
        complete();
      }
    } catch (RuntimeException e) {
      failed(e);
    }
    whole.complete(null);
  }

  @Override
  public void onError(Throwable failure) {
    ended = true;
    if (kind == Kind.ERROR_TEXT) {
      rejected(true); // what is known counts more than what is missing
    } else if (kind == Kind.EVENTS) {
      early(HttpAnswers.failure(failure, address, mask));
    } else {
      failed(failure);
    }
    whole.complete(null);
  }

  private void early(Exchange how) {
    endOfEvents = how;
    outcome.complete(how);
  }

  private void rejected(boolean cut) {
    if (info != null) {
      outcome.complete(HttpAnswers.rejected(info, text.take(), cut, mask));
    }
  }

  /** Reads no more; the connection is closed unless the answer has ended. */
  void stop() {
    ended = true;
    Flow.Subscription reading = subscription;
    if (reading != null) {
      reading.cancel();
    }
    whole.complete(null);
  }
}
