package dev.kora.memory.isokron.outbox.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PooledTasksTest {
  @Test
  void allThreadsAreThereBeforeAnythingIsScheduled() {
    try (PooledTasks tasks = new PooledTasks("pooled-tasks-test", 3)) {
      tasks.schedule(() -> {}, Long.MAX_VALUE / 2).cancel();
      assertEquals(
          3,
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("pooled-tasks-test-"))
              .count());
    }
  }
}
