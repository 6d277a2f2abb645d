package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import dev.kora.memory.isokron.mcp.transport.TooLargeException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer's body as it arrives and ends the reading as soon as nothing more is awaited,
 * which matters for event streams that the server keeps open.
 */
final class AnswerBody implements BodySubscriber<byte[]> {
  /** What a body is, by status and media type. */
  enum Kind {
    JSON,
    EVENTS,
    ERROR_TEXT
  }

  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final Kind kind;
  private final Awaited awaited;
  private final SecretMask mask;
  private final SseParser events = new SseParser(MAX_MESSAGE_BYTES, this::event);
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  AnswerBody(Kind kind, Awaited awaited, SecretMask mask) {
    this.kind = kind;
    this.awaited = awaited;
    this.mask = mask;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
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
        if (body.isDone()) {
          return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        take(bytes);
      }
    } catch (RuntimeException e) {
      finish(null, e);
    }
  }

  private void take(byte[] bytes) {
    switch (kind) {
      case EVENTS -> events.feed(bytes, 0, bytes.length);
      case JSON -> {
        if (whole.size() + bytes.length > MAX_MESSAGE_BYTES) {
          throw new TooLargeException("the answer", MAX_MESSAGE_BYTES);
        }
        whole.write(bytes, 0, bytes.length);
      }
      case ERROR_TEXT -> {
        whole.write(bytes, 0, Math.min(bytes.length, MAX_ERROR_BYTES - whole.size()));
        if (whole.size() >= MAX_ERROR_BYTES) {
          finish(whole.toByteArray(), null);
        }
      }
    }
  }

  private void event(byte[] message) {
    if (!body.isDone()) {
      awaited.accept(mask.hide(message));
      if (awaited.settled().isDone()) {
        finish(new byte[0], null);
      }
    }
  }

  @Override
  public void onError(Throwable throwable) {
    body.completeExceptionally(throwable);
  }

  @Override
  public void onComplete() {
    try {
      byte[] bytes = whole.toByteArray();
      if (kind == Kind.JSON && bytes.length > 0) {
        awaited.accept(mask.hide(bytes));
      }
      body.complete(bytes);
    } catch (RuntimeException e) {
      body.completeExceptionally(e);
    }
  }

  private void finish(byte @Nullable [] bytes, @Nullable Throwable failure) {
    if (subscription != null) {
      subscription.cancel();
    }
    if (failure != null) {
      body.completeExceptionally(failure);
    } else {
      body.complete(bytes == null ? new byte[0] : bytes);
    }
  }
}
