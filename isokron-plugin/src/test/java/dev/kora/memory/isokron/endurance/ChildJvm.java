package dev.kora.memory.isokron.endurance;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM of this test's class path. It ends when its standard input closes: so when the test's JVM
 * ends, however that ends.
 */
final class ChildJvm implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 900;

  // Without what only makes the start slow: errors are logged nevertheless.
  private static final String CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !entry.contains("log4j-core"))
          .collect(Collectors.joining(File.pathSeparator));

  private final Process process;
  private final Path errors;
  private final Thread reader;

  // Only what was said to the end of its line: a killed process may stop in the middle.
  private final List<String> lines = new ArrayList<>();
  private int seen;
  private boolean ended;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.reader = new Thread(this::read, "child-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one.
   *
   * @param prefix what starts it, for one that cannot be started as it is
   * @param errors takes what it says on its standard error
   */
  static ChildJvm start(
      List<String> prefix, Path errors, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
    command.add(CLASS_PATH);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start(), errors);
  }

  private void read() {
    try (InputStream output = new BufferedInputStream(process.getInputStream())) {
      StringBuilder line = new StringBuilder();
      for (int next = output.read(); next >= 0; next = output.read()) {
        if (next == '\n') {
          add(line.toString());
          line.setLength(0);
        } else {
          line.append((char) next);
        }
      }
    } catch (IOException e) {
      add("cannot be read: " + e);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for the next line that begins with this; returns what comes after it. */
  synchronized String await(String beginning) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      while (seen < lines.size()) {
        String line = lines.get(seen++);
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length()).strip();
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (ended || left <= 0) {
        throw new AssertionError("no \"" + beginning + "\" of " + lines + ": " + complaints());
      }
      wait(left);
    }
  }

  /** The same for a line that it has not said yet. */
  synchronized String awaitNext(String beginning) throws InterruptedException {
    seen = lines.size();
    return await(beginning);
  }

  /** Gives it a command; a process that has ended does not hear it. */
  void tell(String command) {
    try {
      OutputStream input = process.getOutputStream();
      input.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
      input.flush();
    } catch (IOException e) {
      add("does not hear: " + command);
    }
  }

  synchronized List<String> soFar() {
    return List.copyOf(lines);
  }

  /** Ends it as the kernel does when memory runs out; returns all that it had said. */
  List<String> kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    return said();
  }

  /** Waits for its end; returns all that it had said. */
  List<String> awaitEnd(int status) throws InterruptedException {
    boolean over = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!over || process.exitValue() != status) {
      throw new AssertionError((over ? process.exitValue() : "no end") + ": " + complaints());
    }
    return said();
  }

  private List<String> said() throws InterruptedException {
    reader.join();
    synchronized (this) {
      return List.copyOf(lines);
    }
  }

  Process process() {
    return process;
  }

  private String complaints() {
    try {
      String all = Files.readString(errors);
      return all.substring(Math.max(0, all.length() - 4_000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
