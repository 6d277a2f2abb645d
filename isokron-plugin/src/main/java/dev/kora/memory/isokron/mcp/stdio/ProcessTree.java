package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * A child and the processes that it started (rule 24). What they start is found through their
 * parents only, so it is looked for while these live: as the child answers, since it may exit by
 * itself and leave others behind, and before each step here that may end one of them. What a child
 * left that never answered stays unknown, and its threads end with the pipes that it holds.
 *
 * <p>Ends them by their handles: {@link Process#destroy} also closes the child's stdin, and waits
 * for ever when another thread is writing to a child that neither reads nor dies.
 */
final class ProcessTree {
  private static final Logger LOG = LogManager.getLogger(ProcessTree.class);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration LAST_WAIT = Duration.ofMillis(500);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  // The JDK itself looks less and less often whether what is not our own child has ended.
  private static final long SLICE_MILLIS = 10;

  private final ProcessHandle child;
  private final Set<ProcessHandle> members = ConcurrentHashMap.newKeySet();
  private long lookedAt;

  ProcessTree(ProcessHandle child) {
    this.child = child;
    members.add(child);
    lookedAt = System.nanoTime() - LOOK_NANOS;
  }

  /** Remembers who is there, at most once a second. Used by one thread only, the one that reads. */
  void remember() {
    if (System.nanoTime() - lookedAt >= LOOK_NANOS) {
      members.removeIf(m -> !m.isAlive() && !m.equals(child));
      look();
      lookedAt = System.nanoTime();
    }
  }

  /** Remembers who is there now. */
  void look() {
    Set.copyOf(members).forEach(m -> m.descendants().forEach(members::add));
  }

  /** Waits for all to end, asks them to, and then makes them: at most 2.5 s. */
  void end() throws InterruptedException {
    if (gone(GRACE)) {
      return;
    }
    look();
    members.forEach(ProcessHandle::destroy);
    if (gone(GRACE)) {
      return;
    }
    look();
    members.forEach(ProcessHandle::destroyForcibly);
    if (!gone(LAST_WAIT)) {
      LOG.warn("[kora.isokron] a process of the server could not be ended");
    }
  }

  private boolean gone(Duration limit) throws InterruptedException {
    Deadline deadline = Deadline.in(limit);
    try {
      child.onExit().get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // this future never fails
    }
    while (members.stream().anyMatch(ProcessTree::runs)) {
      if (deadline.leftNanos() == 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
    }
    return true;
  }

  /**
   * Whether it runs. An orphan that has ended counts as alive until the system's first process
   * takes note of it, which some never do; but it has no program any more.
   */
  private static boolean runs(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return process.isAlive() && (info.command().isPresent() || info.commandLine().isPresent());
  }
}
