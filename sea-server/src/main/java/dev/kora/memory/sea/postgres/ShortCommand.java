package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a command that ends by itself, with an environment that says nothing about Postgres. */
final class ShortCommand {
  /** How it ended; standard output only. */
  record Outcome(int status, String output) {}

  private ShortCommand() {}

  static Outcome run(List<String> command) {
    ProcessBuilder builder = clean(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new SeaException("cannot run " + command.get(0) + " (" + e.getMessage() + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SeaException("interrupted while " + command.get(0) + " ran", e);
    }
  }

  /** PGPORT, PGDATA and the like in the caller's environment would change what Postgres does. */
  static ProcessBuilder clean(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path + ":/usr/sbin:/sbin");
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    builder.directory(Path.of("/").toFile());
    return builder;
  }
}
