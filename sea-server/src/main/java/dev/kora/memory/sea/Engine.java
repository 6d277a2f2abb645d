package dev.kora.memory.sea;

import dev.kora.memory.sea.mcp.McpService;
import dev.kora.memory.sea.metrics.SeaMetrics;
import dev.kora.memory.sea.postgres.EmbeddedPostgres;
import dev.kora.memory.sea.store.EventStore;
import java.util.concurrent.CompletableFuture;

/** The database and the tools on it: what every transport serves. */
final class Engine implements AutoCloseable {
  private final Substrate substrate;
  private final EventStore store;
  private final SeaMetrics metrics = new SeaMetrics();
  private final McpService service;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private volatile boolean closed;

  private Engine(Substrate substrate, EventStore store) {
    this.substrate = substrate;
    this.store = store;
    this.service = new McpService(store, metrics);
    store.measure(metrics.registry());
    EmbeddedPostgres postgres = substrate.postgres();
    if (postgres != null) {
      postgres.onEnd(
          () -> {
            if (!closed) {
              failure.complete("Postgres has ended by itself");
            }
          });
    }
  }

  /** Starts or finds the database, and makes what is missing in it. */
  static Engine open(SeaOptions options) {
    Substrate substrate = Substrate.open(options);
    try {
      substrate.prepare(options);
      return new Engine(substrate, EventStore.open(substrate.admin()));
    } catch (RuntimeException | Error e) {
      Closing.close(e, substrate);
      throw e;
    }
  }

  Substrate substrate() {
    return substrate;
  }

  EventStore store() {
    return store;
  }

  SeaMetrics metrics() {
    return metrics;
  }

  McpService service() {
    return service;
  }

  /** Completes with the reason if the database is lost; never otherwise. */
  CompletableFuture<String> failure() {
    return failure.copy();
  }

  /** What is closed from here on ends because it was told to. */
  void closing() {
    closed = true;
  }

  @Override
  public void close() {
    closing();
    Closing.orThrow("the database did not stop cleanly", metrics, store, substrate);
  }
}
