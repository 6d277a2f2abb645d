package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What an earlier server that was killed left behind. Its Postgres may still be stopping; or its
 * pid file may name a process that has nothing to do with Postgres by now.
 */
final class StaleServer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private StaleServer() {}

  /** Called with the folder's lock held: no server of ours is at work here. */
  static void await(Path cluster) {
    Path file = cluster.resolve("postmaster.pid");
    Optional<ProcessHandle> holder = holder(file);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (holder.isPresent() && holder.get().isAlive()) {
      Optional<String> command = holder.get().info().command();
      if (command.isPresent() && !command.get().endsWith("/postgres")) {
        remove(file);
        return;
      }
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

  private static Optional<ProcessHandle> holder(Path file) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      // No file is the normal case; Postgres itself judges one that makes no sense.
      return Optional.empty();
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
