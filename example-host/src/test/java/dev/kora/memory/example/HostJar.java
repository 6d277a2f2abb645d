package dev.kora.memory.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar that a user runs, in a JVM of its own. */
public final class HostJar {
  private HostJar() {}

  /** How a run ended and what it said. */
  public record Run(int status, String out, String err) {}

  /** Runs it to its end, with nothing to read. */
  public static Run run(Path folder, String... args) throws IOException, InterruptedException {
    return runWith(folder, "", args);
  }

  /** Runs it to its end with this standard input. */
  public static Run runWith(Path folder, String input, String... args)
      throws IOException, InterruptedException {
    File in = Files.writeString(folder.resolve("in.txt"), input).toFile();
    File out = folder.resolve("out.txt").toFile();
    File err = folder.resolve("err.txt").toFile();
    Process process =
        builder(args).redirectInput(in).redirectOutput(out).redirectError(err).start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "still running");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Run(
        process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  /** As root, another user runs Postgres, who must be able to enter the test's folder. */
  public static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /** The command that a user types. */
  public static ProcessBuilder builder(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(System.getProperty("example-host.jar"));
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("KORA_SERVICE_TOKEN");
    builder.environment().remove("KORA_ISOKRON_DSN");
    return builder;
  }
}
