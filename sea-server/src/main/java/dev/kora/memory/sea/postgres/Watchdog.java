package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The shell between this JVM and Postgres. It lives in a process group of its own, so that neither
 * Ctrl-C nor a kill of this JVM's group reaches it, and it stops Postgres when its pipe closes.
 */
final class Watchdog {
  /** setsid where there is one; else a shell's own job control gives the background job a group. */
  private static final String APART =
      "if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi\n"
          + "exec 3<&0; set -m; \"$@\" <&3 3<&- & exec >&2 3<&-; wait $!";

  private static final long SHELL_SECONDS = 60;
  private static final long FAST_SECONDS = 20;
  private static final long IMMEDIATE_SECONDS = 5;

  private final Process process;
  private final long serverPid;

  /** Knows when the process began, so it is never another one that got the same number. */
  private final Optional<ProcessHandle> server;

  private Watchdog(Process process, long serverPid) {
    this.process = process;
    this.serverPid = serverPid;
    this.server = ProcessHandle.of(serverPid);
  }

  static Watchdog start(PostgresUser user, DataFolder folder, List<String> server) {
    List<String> inner = new ArrayList<>(List.of("/bin/sh", "-c", script(), "sea-watchdog"));
    inner.add(folder.isTemporary() ? folder.path().toString() : "");
    inner.addAll(server);
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", APART, "sh"));
    command.addAll(user.command(inner));
    ProcessBuilder builder = ShortCommand.clean(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    try {
      Process process = builder.start();
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      CompletableFuture<Void> alarm =
          CompletableFuture.runAsync(
              process::destroyForcibly,
              CompletableFuture.delayedExecutor(SHELL_SECONDS, TimeUnit.SECONDS));
      String line = output.readLine();
      alarm.cancel(false);
      if (line == null) {
        throw new SeaException(
            "cannot start Postgres as user \"" + user.name() + "\".\n" + LogTail.of(folder.log()));
      }
      return new Watchdog(process, Long.parseLong(line.strip()));
    } catch (IOException e) {
      throw new SeaException("cannot start a shell to watch Postgres (" + e.getMessage() + ")", e);
    }
  }

  /** Completes when Postgres and its watchdog have ended, for whatever reason. */
  CompletableFuture<Void> onExit() {
    return process.onExit().thenRunAsync(this::endServer);
  }

  /** Waits until what it watches has ended by itself; its exit status. */
  int await() {
    boolean ended = false;
    try {
      int status = process.waitFor();
      ended = true;
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SeaException("interrupted while the database was made", e);
    } finally {
      if (!ended) {
        stop();
      }
      endServer();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long serverPid() {
    return serverPid;
  }

  /**
   * A fast shutdown; one that takes too long becomes an immediate one, which loses nothing. An
   * interrupt does not shorten it: whoever stops Postgres removes or reuses its folder next.
   */
  void stop() {
    try {
      OutputStream pipe = process.getOutputStream();
      pipe.write("stop\n".getBytes(StandardCharsets.UTF_8));
      pipe.flush();
    } catch (IOException e) {
      // The pipe breaks when the watchdog is gone already; then only its server may be left.
      process.destroy();
    }
    if (!endsWithin(process.onExit(), FAST_SECONDS)) {
      signal("QUIT");
      endsWithin(process.onExit(), IMMEDIATE_SECONDS);
    }
    endServer();
  }

  /** Somebody may have killed the shells and not the server. */
  private synchronized void endServer() {
    for (String signal : List.of("QUIT", "KILL")) {
      if (server.isPresent() && server.get().isAlive()) {
        signal(signal);
        endsWithin(server.get().onExit(), IMMEDIATE_SECONDS);
      }
    }
  }

  private void signal(String signal) {
    try {
      ShortCommand.clean(List.of("kill", "-" + signal, Long.toString(serverPid))).start();
    } catch (IOException e) {
      throw new SeaException("cannot stop Postgres (process " + serverPid + ")", e);
    }
  }

  private static boolean endsWithin(CompletableFuture<?> end, long seconds) {
    try {
      end.copy().orTimeout(seconds, TimeUnit.SECONDS).join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private static String script() {
    try (InputStream stream = Watchdog.class.getResourceAsStream("watchdog.sh")) {
      if (stream == null) {
        throw new IllegalStateException("watchdog.sh is missing from the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("watchdog.sh cannot be read", e);
    }
  }
}
