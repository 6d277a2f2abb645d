package dev.kora.memory.isokron.outbox.journal;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * An entry on its way to the writer.
 *
 * @param written who is told, once
 * @param since when it came
 */
record Queued(OpenLog log, Entry entry, Runnable written, long since) {
  private static final Logger LOG = LogManager.getLogger(Queued.class);

  void tell() {
    try {
      written.run();
    } catch (Throwable e) {
      LOG.error("[kora.isokron] what waits for the journal failed", e); // the journal goes on
    }
  }
}
