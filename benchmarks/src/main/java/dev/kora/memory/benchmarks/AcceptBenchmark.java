package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.events.EmitOutcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a turn waits for when it emits an event, by the health of the server, with the bounds as
 * they come. Paced: one event each millisecond, so that all threads sleep when it comes; its floor
 * is a bare hand-off between two sleeping threads. Bursts: 16 events at once each 100 ms; beside
 * it, a bare write of the same bytes. A refused event ends the run.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 4)
@Fork(value = 1, jvmArgsAppend = "-Dsun.net.httpserver.nodelay=true")
public class AcceptBenchmark {
  /** The way of an event, in a new folder. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH calls the set-up first
  public static class Events {
    /** How the server is. */
    @Param({"ALIVE", "DEAD", "HANGING"})
    public ServerHealth server;

    private final ObjectNode payload = EventPath.payload();
    private ServerHealth.Running running;
    private Path folder;
    private EventPath path;

    /** Opens it. */
    @Setup
    public void open() throws IOException {
      running = server.start();
      folder = Folders.make();
      path = new EventPath(running.uri(), folder, EventPath.DISK_BYTES);
    }

    /** Closes it, and says how honest it had to be. */
    @TearDown
    public void close() throws Exception {
      System.out.printf(
          "%n(%d events not yet in the file when the call returned; %s)%n",
          path.memoryOnly.sum(), path.outbox.counters());
      running.end().close();
      path.close();
      Folders.delete(folder);
    }
  }

  // Whoever was woken in vain before must not be let through.
  private static void rest(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** A call each millisecond. */
  @State(Scope.Thread)
  public static class Pace {
    /** Sleeps. */
    @Setup(Level.Invocation)
    public void sleep() {
      rest(1);
    }
  }

  /** Many calls at once, then a pause. */
  @State(Scope.Thread)
  public static class Bursts {
    private static final int LENGTH = 16;

    /** How long a pause is. */
    @Param({"16", "100"})
    public int pauseMillis;

    private int left = LENGTH;

    /** Sleeps after each burst. */
    @Setup(Level.Invocation)
    public void sleep() {
      if (--left == 0) {
        left = LENGTH;
        rest(pauseMillis);
      }
    }
  }

  /** Two threads without work. */
  @State(Scope.Benchmark)
  public static class Bare {
    private final HandOff handOff = new HandOff();

    /** Ends the other one. */
    @TearDown
    public void close() {
      handOff.close();
    }
  }

  /** A file, and as many bytes as an event takes in it. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH calls the set-up first
  public static class BareFile {
    private final byte[] bytes =
        (EventPath.payload() + "x".repeat(250)).getBytes(StandardCharsets.UTF_8);
    private Path folder;
    private RandomAccessFile file;

    /** Makes it. */
    @Setup
    public void open() throws IOException {
      folder = Folders.make();
      file = new RandomAccessFile(folder.resolve("file").toFile(), "rw");
    }

    /** Removes it. */
    @TearDown
    public void close() throws IOException {
      file.close();
      Folders.delete(folder);
    }
  }

  /** An event by itself. */
  @Benchmark
  public EmitOutcome paced(Events events, Pace pace) {
    return events.path.emit(events.payload);
  }

  /** The floor of that: nothing but the waking of two threads. */
  @Benchmark
  public long pacedBareHandOff(Bare bare, Pace pace) {
    return bare.handOff.ask();
  }

  /** Events among others. */
  @Benchmark
  public EmitOutcome bursts(Events events, Bursts bursts) {
    return events.path.emit(events.payload);
  }

  /** A write by the caller itself. */
  @Benchmark
  public int burstsBareWrite(BareFile to, Bursts bursts) throws IOException {
    to.file.write(to.bytes);
    return to.bytes.length;
  }
}
