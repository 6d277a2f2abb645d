package dev.kora.memory.benchmarks;

import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.journal.Journal;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a host waits for when an earlier process left many events undelivered: {@code OpeningTime
 * EVENTS} fills a journal with events of 1 KiB and opens the whole outbox over it in new JVMs with
 * a small heap, beside a bare reading of the same files, with the files in the system's cache.
 */
public final class OpeningTime {
  private static final URI NOBODY = URI.create("http://127.0.0.1:9/mcp");
  private static final long DISK_BYTES = 64L << 30;
  private static final int EVENT_BYTES = 1024;
  private static final int TIMES = 5;

  private OpeningTime() {}

  /**
   * Fills and opens.
   *
   * @param args how many events; or {@code open} and a folder, in the new JVM
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args[0].equals("open")) {
      open(Path.of(args[1]));
      return;
    }
    Path folder = Folders.make();
    try {
      fill(folder, Integer.parseInt(args[0]));
      for (int i = 0; i < TIMES; i++) {
        fork(folder);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void fill(Path folder, int events) throws IOException {
    String target = EventPath.target(NOBODY);
    try (DiskJournal journal =
        DiskJournal.open(folder, target, DISK_BYTES, (where, damage) -> {})) {
      Journal.Ticket last = null;
      for (int i = 0; i < events; i++) {
        last = journal.append(Records.ofSize(EVENT_BYTES), Journal.NONE, () -> {});
        if (i % 10_000 == 0 && !last.awaitSynced(TimeUnit.MINUTES.toNanos(1))) {
          throw new IOException("the disk is too slow: " + journal.trouble());
        }
      }
    }
  }

  private static void fork(Path folder) throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            OpeningTime.class.getName(),
            "open",
            folder.toString());
    int exit = java.inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("the new JVM ended with " + exit);
    }
  }

  private static void open(Path folder) throws IOException {
    read(folder); // into the system's cache, if it is not there
    long start = System.nanoTime();
    long bytes = read(folder);
    long floor = System.nanoTime() - start;
    start = System.nanoTime();
    EventPath path = new EventPath(NOBODY, folder, DISK_BYTES);
    long opening = System.nanoTime() - start;
    System.gc();
    System.out.printf(
        "%,d events, %,d bytes: opened in %.2f s, read in %.2f s, ratio %.1f; then %d MiB in use%n",
        path.outbox.counters().queued(),
        bytes,
        opening / 1e9,
        floor / 1e9,
        (double) opening / floor,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
    path.close();
  }

  private static long read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    byte[] window = new byte[1 << 20];
    long bytes = 0;
    for (Path file : files) {
      try (InputStream from = Files.newInputStream(file)) {
        for (int n = from.read(window); n >= 0; n = from.read(window)) {
          bytes += n;
        }
      }
    }
    return bytes;
  }
}
