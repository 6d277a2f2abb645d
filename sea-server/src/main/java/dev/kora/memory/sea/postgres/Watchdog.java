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
import java.util.concurrent.CompletableFuture;
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

  private final Process process;
  private final long serverPid;

  private Watchdog(Process process, long serverPid) {
    this.process = process;
    this.serverPid = serverPid;
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
      String line = output.readLine();
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
  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Waits until what it watches has ended by itself; its exit status. */
  int await() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new SeaException("interrupted while the database was made", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long serverPid() {
    return serverPid;
  }

  /** A fast shutdown; one that takes too long becomes an immediate one, which loses nothing. */
  void stop() {
    try {
      OutputStream pipe = process.getOutputStream();
      try {
        pipe.write("stop\n".getBytes(StandardCharsets.UTF_8));
        pipe.flush();
      } catch (IOException e) {
        // The pipe breaks when the watchdog is gone already: there is nothing left to stop.
        process.destroy();
      }
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        new ProcessBuilder("kill", "-QUIT", Long.toString(serverPid)).start().waitFor();
        process.waitFor(5, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      throw new SeaException("cannot stop Postgres (process " + serverPid + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
