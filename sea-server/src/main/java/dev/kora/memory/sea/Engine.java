package dev.kora.memory.sea;

import dev.kora.memory.sea.mcp.McpService;
import dev.kora.memory.sea.metrics.SeaMetrics;
import dev.kora.memory.sea.postgres.EmbeddedPostgres;
import dev.kora.memory.sea.store.EventStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The database and the tools on it: what every transport serves. */
final class Engine implements AutoCloseable {
  private final Substrate substrate;
  private final EventStore store;
  private final SeaMetrics metrics;
  private final McpService service;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private volatile boolean closed;

  private Engine(Substrate substrate, EventStore store, SeaMetrics metrics, McpService service) {
    this.substrate = substrate;
    this.store = store;
    this.metrics = metrics;
    this.service = service;
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
    SeaMetrics metrics = new SeaMetrics();
    CompletableFuture<EventStore> opening = new CompletableFuture<>();
    // The SDK takes as long to load as the database to start.
    CompletableFuture<McpService> loading =
        CompletableFuture.supplyAsync(
            () -> new McpService(opening::join, metrics), Engine::inBackground);
    Substrate substrate = null;
    EventStore store = null;
    try {
      substrate = Substrate.open(options);
      substrate.prepare(options);
      store = EventStore.open(substrate.admin());
      opening.complete(store);
      return new Engine(substrate, store, metrics, service(loading));
    } catch (RuntimeException | Error e) {
      Closing.close(e, metrics, store, substrate);
      throw e;
    }
  }

  private static McpService service(CompletableFuture<McpService> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      throw new SeaException("cannot publish the tools (" + e.getCause() + ")", e);
    }
  }

  private static void inBackground(Runnable loading) {
    Thread thread = new Thread(loading, "sea-loading");
    thread.setDaemon(true);
    thread.start();
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
