package dev.kora.memory.isokron.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The drop-in jar that was just built, run alone in a JVM of its own. */
public final class DropIn {
  private static final Path JAR = Path.of(System.getProperty("isokron.dropin", ""));
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private DropIn() {}

  /** The command line that starts it, for whoever starts it for us. */
  static String commandLine() {
    return JAVA + " -jar " + JAR;
  }

  static Ran run(Path folder, String... arguments) throws IOException, InterruptedException {
    return run(folder, Map.of(), arguments);
  }

  static Ran run(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return runProcess(folder, environment, command);
  }

  /** Runs a program to its end, with its standard input closed. */
  public static Ran runProcess(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // The last three make a JVM print on standard error that it has read them.
    builder
        .environment()
        .keySet()
        .removeAll(
            List.of(
                "KORA_SERVICE_TOKEN", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " does not end: " + read(out) + read(err));
      }
      return new Ran(process.exitValue(), read(out), read(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
