package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an earlier server that was killed left behind. Its Postgres may still be stopping; or its
 * pid file may name a process that has nothing to do with Postgres by now.
 */
final class StaleServer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int START_LINE = 2;
  private static final long START_TOLERANCE_SECONDS = 2;

  private StaleServer() {}

  /** Called with the folder's lock held: no server of ours is at work here. */
  static void await(Path cluster) {
    Path file = cluster.resolve("postmaster.pid");
    List<String> lines = lines(file);
    Optional<ProcessHandle> holder = holder(lines);
    if (holder.isEmpty() || !holder.get().isAlive()) {
      return;
    }
    String commandLine = commandLine(holder.get());
    if (!commandLine.contains(cluster.toString()) && !beganAtItsTime(holder.get(), lines)) {
      // Postgres itself judges a process that we cannot see into.
      if (!commandLine.isEmpty()) {
        remove(file);
      }
      return;
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (holder.get().isAlive()) {
      if (System.nanoTime() > deadline) {
        throw new SeaException(
            "a Postgres of an earlier server (process "
                + holder.get().pid()
                + ") still uses "
                + cluster
                + ": end that process, then start again");
      }
      pause();
    }
  }

  /** No file is the normal case. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<ProcessHandle> holder(List<String> lines) {
    OptionalLong pid = number(lines, 0);
    return pid.isPresent() ? ProcessHandle.of(pid.getAsLong()) : Optional.empty();
  }

  /** Empty if the system does not tell. */
  private static String commandLine(ProcessHandle holder) {
    ProcessHandle.Info info = holder.info();
    return info.commandLine()
        .orElseGet(() -> String.join(" ", info.arguments().orElse(new String[0])));
  }

  /** The same folder may have had another name for the server that made the file. */
  private static boolean beganAtItsTime(ProcessHandle holder, List<String> lines) {
    OptionalLong noted = number(lines, START_LINE);
    Optional<Instant> began = holder.info().startInstant();
    return noted.isPresent()
        && began.isPresent()
        && Math.abs(began.get().getEpochSecond() - noted.getAsLong()) <= START_TOLERANCE_SECONDS;
  }

  private static OptionalLong number(List<String> lines, int index) {
    try {
      return OptionalLong.of(Long.parseLong(lines.get(index).strip()));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // Postgres itself judges a file that makes no sense.
      return OptionalLong.empty();
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new SeaException("cannot remove the stale " + file + " (" + e + ")", e);
    }
  }

  static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SeaException("interrupted while waiting for Postgres", e);
    }
  }
}
