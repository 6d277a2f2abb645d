package dev.kora.memory.isokron.mcp.stdio;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * A child and the processes that it started (rule 24). What they start is found through their
 * parents, so it is looked for before each step that may end one of these.
 *
 * <p>Ends them by their handles: {@link Process#destroy} also closes the child's stdin, and waits
 * for ever when another thread is writing to a child that neither reads nor dies.
 */
final class ProcessTree {
  private static final Logger LOG = LogManager.getLogger(ProcessTree.class);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration LAST_WAIT = Duration.ofMillis(500);

  private final ProcessHandle child;
  private final Set<ProcessHandle> members = new LinkedHashSet<>();

  ProcessTree(ProcessHandle child) {
    this.child = child;
    lookAgain();
  }

  /** Waits for all to end, asks them to, and then makes them: at most 2.5 s. */
  void end() throws InterruptedException {
    if (gone(GRACE)) {
      return;
    }
    lookAgain();
    members.forEach(ProcessHandle::destroy);
    if (gone(GRACE)) {
      return;
    }
    lookAgain();
    members.forEach(ProcessHandle::destroyForcibly);
    if (!gone(LAST_WAIT)) {
      LOG.warn("[kora.isokron] a process of the server could not be ended");
    }
  }

  private void lookAgain() {
    members.add(child);
    child.descendants().forEach(members::add);
    Set.copyOf(members).forEach(m -> m.descendants().forEach(members::add));
  }

  private boolean gone(Duration limit) throws InterruptedException {
    CompletableFuture<?> ends =
        CompletableFuture.allOf(
            members.stream()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new));
    try {
      ends.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // these futures never fail
    }
  }
}
