package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one check after the other, each within its limit. A check that hangs is left behind on its
 * daemon thread, so it holds up neither the others nor the end.
 */
final class Round implements AutoCloseable {
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_TEXT = 600;

  private final DoctorListener listener;
  private final List<Check> checks = new ArrayList<>();

  /** The checks that others cannot stand on: failed, or not made because of one that did. */
  private final Map<String, String> broken = new HashMap<>();

  private SecretMask secrets = SecretMask.NONE;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "isokron-doctor");
            thread.setDaemon(true);
            return thread;
          });

  Round(DoctorListener listener) {
    this.listener = listener;
  }

  /** From now on no detail shows this. */
  void hide(@Nullable Secret secret) {
    secrets = secrets.and(secret == null ? null : secret.reveal());
  }

  /**
   * Makes a check, unless one that it needs is broken.
   *
   * @param needs names of earlier checks; one that was not made at all is no hindrance
   */
  void check(String name, Duration limit, Callable<Finding> work, String... needs) {
    for (String need : needs) {
      String root = broken.get(need);
      if (root != null) {
        broken.put(name, root);
        add(name, Finding.notChecked(root + " failed"));
        return;
      }
    }
    Finding finding = within(limit, name, work);
    if (finding.state() == Check.State.FAIL) {
      broken.put(name, name);
    }
    add(name, finding);
  }

  /** Whether it failed, or was not made because of one that did. */
  boolean isBroken(String name) {
    return broken.containsKey(name);
  }

  /** Whether it was made and found less than there could be. */
  boolean isWarning(String name) {
    return !isBroken(name)
        && checks.stream()
            .anyMatch(check -> check.name().equals(name) && check.state() == Check.State.WARN);
  }

  /** Says that a whole group, or one check, is not made. */
  void skip(String name, String why, String advice) {
    broken.put(name, name);
    add(name, Finding.warn(Check.NOT_CHECKED + why, advice));
  }

  /** Adds what was found without waiting. */
  void add(String name, Finding finding) {
    Check check =
        new Check(name, finding.state(), clean(finding.detail()), clean(finding.advice()));
    checks.add(check);
    listener.checked(check);
  }

  List<Check> checks() {
    return List.copyOf(checks);
  }

  private String clean(String text) {
    return OneLine.clean(secrets.hide(OneLine.cut(text, 8 * MAX_TEXT)), MAX_TEXT);
  }

  private Finding within(Duration limit, String name, Callable<Finding> work) {
    Future<Finding> running = threads.submit(work);
    try {
      long left = limit.toNanos() - SLOW_NANOS;
      try {
        return running.get(Math.min(SLOW_NANOS, limit.toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        listener.waiting(name);
        return running.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException e) {
      running.cancel(true);
      return Finding.fail(
          "no answer within " + limit.toSeconds() + " s", "see whether it hangs or is overloaded");
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      return Finding.fail("interrupted", "");
    }
  }

  private static Finding failed(@Nullable Throwable why) {
    boolean told = why instanceof SubstrateException || why instanceof IOException;
    String message = told && why != null && why.getMessage() != null ? why.getMessage() : null;
    return Finding.fail(
        message == null ? "defect: " + OneLine.of(String.valueOf(why)) : message, "");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
