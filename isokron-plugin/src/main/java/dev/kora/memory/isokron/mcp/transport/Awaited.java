package dev.kora.memory.isokron.mcp.transport;

import java.util.concurrent.CompletableFuture;

/** What one exchange waits for. Called on the transport's threads. */
public interface Awaited {
  /** Takes a message that came in answer to this exchange. */
  void accept(byte[] message);

  /** Done when nothing more is needed and the exchange can end. */
  CompletableFuture<?> settled();

  /** Waits for no answer: for notifications. */
  static Awaited nothing() {
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    return new Awaited() {
      @Override
      public void accept(byte[] message) {
        // A server that answers a notification says nothing that we asked for.
      }

      @Override
      public CompletableFuture<?> settled() {
        return done;
      }
    };
  }
}
