package dev.kora.memory.benchmarks;

import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.journal.Journal;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events of 64 callers each of whom waits until his own survives a power cut: through the journal,
 * which syncs for all at once, and with a sync for each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
@Threads(64)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class SyncBenchmark {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  // Each in his turn: otherwise a few threads have it for a whole iteration.
  private final ReentrantLock lock = new ReentrantLock(true);
  private final byte[] record = RecordCodec.encode(Records.small());
  private Path folder;
  private DiskJournal journal;
  private RandomAccessFile file;

  /** Opens both. */
  @Setup
  public void open() throws IOException {
    folder = Folders.make();
    journal = DiskJournal.open(folder, "benchmark", EventPath.DISK_BYTES, (where, damage) -> {});
    file = new RandomAccessFile(folder.resolve("file").toFile(), "rw");
  }

  /** Removes both. */
  @TearDown
  public void close() throws IOException {
    journal.close();
    file.close();
    Folders.delete(folder);
  }

  /** The journal; what is synced is acknowledged too, so that the files can go. */
  @Benchmark
  public long journal() {
    Journal.Ticket ticket = journal.append(record.clone(), Journal.NONE, () -> {});
    if (!ticket.awaitSynced(PATIENCE)) {
      throw new IllegalStateException("not synced: " + journal.trouble());
    }
    return journal.acknowledge(ticket.handle()).handle();
  }

  /** The same bytes, written and synced by each caller in turn. */
  @Benchmark
  public int syncEach() throws IOException {
    lock.lock();
    try {
      int written = file.getChannel().write(ByteBuffer.wrap(record));
      file.getChannel().force(false);
      return written;
    } finally {
      lock.unlock();
    }
  }
}
