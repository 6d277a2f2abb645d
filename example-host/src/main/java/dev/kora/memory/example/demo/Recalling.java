package dev.kora.memory.example.demo;

import dev.kora.memory.spi.MemorySession;

/** Asks memory what it recalls. A turn does not wait for a recall that is late; this does. */
final class Recalling {
  /** Each waits for the provider's recall deadline at most. */
  private static final int TRIES = 200;

  private Recalling() {}

  /**
   * What is recalled for a query, once it holds the text that is awaited.
   *
   * @throws DemoException if it never does
   */
  static String of(MemorySession session, String query, String awaited) throws DemoException {
    session.queuePrefetch(query);
    String recalled = "";
    for (int tries = 0; tries < TRIES; tries++) {
      recalled = session.prefetch(query);
      if (!recalled.isEmpty() && recalled.contains(awaited)) {
        return recalled;
      }
    }
    throw new DemoException(
        "for \"" + query + "\" memory should recall \"" + awaited + "\"; it says: " + recalled);
  }
}
