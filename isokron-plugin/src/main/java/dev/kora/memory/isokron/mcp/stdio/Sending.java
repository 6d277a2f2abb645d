package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One message on its way to a child: waits in the queue until the writer takes it or its sender
 * withdraws it, so that it is certain which ones cannot have reached the child.
 */
final class Sending {
  private enum State {
    QUEUED,
    TAKEN,
    WITHDRAWN
  }

  private final byte[] message;
  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private final CompletableFuture<Exchange> outcome = new CompletableFuture<>();

  /** Makes one that completes when it is written and what it awaits has settled. */
  Sending(byte[] message, Awaited awaited, Exchange completed) {
    this.message = message;
    var unused =
        CompletableFuture.allOf(written, awaited.settled())
            .whenComplete((done, failure) -> outcome.complete(completed));
  }

  byte[] message() {
    return message;
  }

  /** Whether the writer may write it: false when it was withdrawn. */
  boolean take() {
    return state.compareAndSet(State.QUEUED, State.TAKEN);
  }

  void written() {
    written.complete(null);
  }

  /** Ends it because no answer can come any more. */
  void end(String reason) {
    outcome.complete(
        withdraw() ? new Exchange.NotSent(reason, null) : new Exchange.Broken(reason, null));
  }

  /** Ends it if it may have reached the child: its answer may be the one that is lost. */
  void answerLost(String reason) {
    if (state.get() == State.TAKEN) {
      outcome.complete(new Exchange.Broken(reason, null));
    }
  }

  /** Waits for its end; withdraws it at the deadline or when the calling thread is interrupted. */
  Exchange await(Deadline deadline) {
    try {
      return outcome.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return withdraw()
          ? new Exchange.NotSent("the server process does not read what it is sent", null)
          : new Exchange.TimedOut("no answer within the time limit");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      String reason = "the calling thread was interrupted";
      return withdraw() ? new Exchange.NotSent(reason, e) : new Exchange.Broken(reason, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // the outcome is never completed with a failure
    }
  }

  private boolean withdraw() {
    return state.compareAndSet(State.QUEUED, State.WITHDRAWN);
  }
}
