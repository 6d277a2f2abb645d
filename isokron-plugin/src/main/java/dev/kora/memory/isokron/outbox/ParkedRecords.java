package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The newest of what was set aside. Bounded in memory. Guarded by the outbox's lock. */
final class ParkedRecords {
  private static final Logger LOG = LogManager.getLogger(ParkedRecords.class);
  private static final int MAX_RECORDS = 1_000;
  private static final long MAX_BYTES = 1L << 20;

  private final Deque<Parked> records = new ArrayDeque<>();
  private long bytes;

  void add(Waiting waiting) {
    records.addLast(new Parked(waiting.message, waiting.lastReason));
    bytes += waiting.bytes;
    while (records.size() > MAX_RECORDS || (bytes > MAX_BYTES && records.size() > 1)) {
      OutboxRecord oldest = records.removeFirst().message();
      bytes -= oldest.bytes();
      LOG.error("[kora.isokron] too much is parked: {} is lost", oldest);
    }
  }

  List<Parked> all() {
    return List.copyOf(records);
  }
}
