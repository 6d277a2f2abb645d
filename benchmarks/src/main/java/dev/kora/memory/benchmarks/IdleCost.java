package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What an outbox that has nothing to do takes of a processor, by the health of the server: empty
 * where that is alive, with 10,000 events that wait where it is not. There is no floor but zero.
 */
public final class IdleCost {
  private static final int WAITING = 10_000;

  private IdleCost() {}

  /** Measures for ten seconds each. */
  public static void main(String[] args) throws Exception {
    for (ServerHealth health : ServerHealth.values()) {
      measure(health);
    }
  }

  private static void measure(ServerHealth health) throws Exception {
    ServerHealth.Running server = health.start();
    Path folder = Folders.make();
    try (EventPath path = new EventPath(server.uri(), folder, EventPath.DISK_BYTES)) {
      ObjectNode payload = EventPath.payload();
      for (int i = 0; i < WAITING && health != ServerHealth.ALIVE; i++) {
        path.emit(payload);
      }
      TimeUnit.SECONDS.sleep(3); // and the compiler ends
      Map<String, Long> before = threads();
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(10);
      double time = System.nanoTime() - start;
      Map<String, Long> after = threads();
      long used = 0;
      for (Map.Entry<String, Long> thread : after.entrySet()) {
        if (thread.getKey().startsWith("isokron-")) {
          used += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
      }
      System.out.printf(
          "%s, %d events wait: %.3f %% of a processor%n",
          health, path.outbox.counters().queued(), 100 * used / time);
    } finally {
      server.end().close();
    }
    Folders.delete(folder);
  }

  private static Map<String, Long> threads() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> times = new HashMap<>();
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null) {
        times.put(info.getThreadName(), threads.getThreadCpuTime(id));
      }
    }
    return times;
  }
}
