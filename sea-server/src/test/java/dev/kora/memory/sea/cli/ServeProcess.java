package dev.kora.memory.sea.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.SeaDatabase;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.audit.ChainVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.opentest4j.AssertionFailedError;

/** The executable jar in a JVM of its own. */
final class ServeProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path JAR = readableJar();

  private final Process process;
  private final Path errors;
  private Path credentials = Path.of("");
  private URI uri = URI.create("");
  private List<ProcessHandle> descendants = List.of();

  private ServeProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /** How it ended. */
  record Ended(int status, String output, String errors) {}

  static ServeProcess start(List<String> prefix, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(List.of(options));
    return launch(prefix, arguments);
  }

  static Ended run(String... arguments) throws Exception {
    return launch(List.of(), List.of(arguments)).await();
  }

  long pid() {
    return process.pid();
  }

  Path credentials() {
    return credentials;
  }

  URI uri() {
    return uri;
  }

  void awaitReady() throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null || !line.startsWith("ready ")) {
      throw new AssertionFailedError("not ready: " + line + "\n" + Files.readString(errors));
    }
    JsonNode ready = new ObjectMapper().readTree(line.substring(6));
    credentials = Path.of(ready.get("credentials").textValue());
    uri = URI.create(ready.get("mcp").textValue());
    descendants = process.descendants().toList();
    if (descendants.size() < 3) {
      throw new AssertionFailedError("Postgres is not among " + descendants);
    }
  }

  Ended terminate() throws Exception {
    // Process.destroy would close the streams that are still to be read.
    process.toHandle().destroy();
    return await();
  }

  void killAndAwaitAllGone() throws Exception {
    process.destroyForcibly();
    awaitAllGone();
  }

  void awaitAllGone() throws Exception {
    process.waitFor();
    await(
        () -> descendants.stream().noneMatch(ProcessHandle::isAlive),
        "no process of Postgres is left");
  }

  Ended await() throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionFailedError("it does not end");
    }
    return new Ended(process.exitValue(), output, Files.readString(errors));
  }

  /** The verdict on the server's own workspace in a data folder, beside a server or without one. */
  static WorkspaceVerdict verdict(Path dataDir) throws SQLException {
    try (SeaDatabase database = SeaDatabase.open(dataDir);
        Connection connection = database.connectForRows()) {
      return new ChainVerifier().verify(connection, "org_local").workspaces().get(0);
    }
  }

  static void await(BooleanSupplier promise, String name) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!promise.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionFailedError("not so in " + PATIENCE + ": " + name);
      }
      Thread.sleep(20);
    }
  }

  private static ServeProcess launch(List<String> prefix, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(commandLine(arguments));
    Path errors = Files.createTempFile("serve-it-", ".err");
    errors.toFile().deleteOnExit();
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    return new ServeProcess(process, errors);
  }

  static List<String> commandLine(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(arguments);
    return command;
  }

  /** Another user may not be able to enter the build's folder. */
  private static Path readableJar() {
    try {
      Path folder = Files.createTempDirectory("serve-it-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path copy = folder.resolve("sea-server.jar");
      Files.copy(Path.of("target/sea-server.jar"), copy, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
      folder.toFile().deleteOnExit();
      copy.toFile().deleteOnExit();
      return copy;
    } catch (IOException e) {
      throw new IllegalStateException("build the jar first", e);
    }
  }
}
