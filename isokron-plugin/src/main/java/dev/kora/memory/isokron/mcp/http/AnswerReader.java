package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import dev.kora.memory.isokron.mcp.transport.TooLargeException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer as it arrives. Its outcome is there as soon as nothing more is awaited, without
 * the detours of the HTTP client's own future; what still comes is thrown away.
 */
final class AnswerReader implements BodyHandler<Void>, BodySubscriber<Void> {
  static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
  static final int MAX_ERROR_BYTES = 64 * 1024;

  /** What a body is, by status and media type. */
  private enum Kind {
    JSON,
    EVENTS,
    ERROR_TEXT
  }

  private final Awaited awaited;
  private final SseParser events = new SseParser(MAX_MESSAGE_BYTES, this::deliver);
  private final Bytes whole = new Bytes();
  private final CompletableFuture<Exchange> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> body = new CompletableFuture<>();
  private volatile SecretMask mask;
  private volatile boolean ended;
  private Kind kind = Kind.JSON;
  private volatile @Nullable String session;
  private volatile boolean delivering;
  private volatile @Nullable Exchange endOfEvents;
  private @Nullable ResponseInfo info;
  private Flow.@Nullable Subscription subscription;

  AnswerReader(Awaited awaited, SecretMask mask) {
    this.awaited = awaited;
    this.mask = mask;
    if (!awaited.settled().isDone()) {
      // The answer may come another way: rule 2.
      var unused = awaited.settled().whenComplete((done, failure) -> settledElsewhere());
    }
  }

  /** How it ended; never completed exceptionally. Whoever stops the reading completes it. */
  CompletableFuture<Exchange> outcome() {
    return outcome;
  }

  /** The event stream, when this outcome is that it ended before what was awaited; else null. */
  @Nullable SseParser endedEarly(Exchange how) {
    return how == endOfEvents ? events : null;
  }

  /** Whether the answer was read to its end or the reading stopped. */
  boolean ended() {
    return ended;
  }

  /** The session that the answer named, or null. */
  @Nullable String session() {
    return session;
  }

  /** Takes the failure of a request to which no answer, or no whole one, came. */
  void failed(Throwable failure) {
    outcome.complete(HttpAnswers.failure(failure, mask));
  }

  @Override
  public BodySubscriber<Void> apply(ResponseInfo info) {
    this.info = info;
    session = info.headers().firstValue(McpHeaders.SESSION).orElse(null);
    mask = mask.and(session);
    if (info.statusCode() / 100 != 2) {
      kind = Kind.ERROR_TEXT;
      return this;
    }
    if (HttpAnswers.isEventStream(info.headers().firstValue("content-type").orElse(""))) {
      kind = Kind.EVENTS;
    }
    if (awaited.settled().isDone()) {
      complete(); // rule 15: any 2xx will do
    }
    return this;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
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
      if (whole.size() + bytes.length > MAX_MESSAGE_BYTES) {
        throw new TooLargeException("the answer", MAX_MESSAGE_BYTES);
      }
      whole.append(bytes, 0, bytes.length);
    } else {
      whole.append(bytes, 0, Math.min(bytes.length, MAX_ERROR_BYTES - whole.size()));
      if (whole.size() == MAX_ERROR_BYTES) {
        rejected();
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

  private void settledElsewhere() {
    if (!delivering) { // what comes with the awaited message is still to be delivered
      complete();
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
        rejected();
      } else if (kind == Kind.EVENTS) {
        early(new Exchange.Completed(session));
      } else {
        if (whole.size() > 0) {
          deliver(whole.take());
        }
        complete();
      }
    } catch (RuntimeException e) {
      failed(e);
    }
    body.complete(null);
  }

  @Override
  public void onError(Throwable failure) {
    ended = true;
    if (kind == Kind.ERROR_TEXT) {
      rejected(); // what is known counts more than what is missing
    } else if (kind == Kind.EVENTS) {
      early(HttpAnswers.failure(failure, mask));
    } else {
      failed(failure);
    }
    body.completeExceptionally(failure);
  }

  private void early(Exchange how) {
    endOfEvents = how;
    outcome.complete(how);
  }

  private void rejected() {
    if (info != null) {
      boolean cut = whole.size() == MAX_ERROR_BYTES;
      outcome.complete(HttpAnswers.rejected(info, whole.take(), cut, mask));
    }
  }

  private void stop() {
    ended = true;
    if (subscription != null) {
      subscription.cancel();
    }
    body.complete(null);
  }
}
