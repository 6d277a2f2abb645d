package dev.kora.memory.isokron.outbox.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Gives the journal its time when a test says so. */
class ManualDrive implements JournalDrive {
  private @Nullable Step write;
  private @Nullable Step sync;

  @Override
  public void start(Step writer, Step syncer) {
    write = writer;
    sync = syncer;
  }

  long write() {
    return write == null ? Step.IDLE : write.run();
  }

  long sync() {
    return sync == null ? Step.IDLE : sync.run();
  }

  @Override
  public void wakeWriter() {}

  @Override
  public void wakeWriterSoon() {}

  @Override
  public void wakeSyncer() {}

  /** Time does not pass. */
  @Override
  public boolean await(BooleanSupplier condition, long atMostNanos) {
    return condition.getAsBoolean();
  }

  @Override
  public boolean stop(long atMostNanos) {
    write();
    sync();
    return atMostNanos <= TimeUnit.MINUTES.toNanos(1);
  }
}
