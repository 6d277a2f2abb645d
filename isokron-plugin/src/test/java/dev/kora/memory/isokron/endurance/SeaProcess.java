package dev.kora.memory.isokron.endurance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaCredentials;
import dev.kora.memory.sea.store.CredentialsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Sea server with a Postgres of its own, in processes that can be killed and started again. */
final class SeaProcess implements AutoCloseable {
  private final Path data;
  private final Path errors;
  private final int port;
  private @Nullable ChildJvm child;

  /** Makes one in a folder that every user may enter: as root, Postgres runs as another one. */
  SeaProcess(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = folder.resolve("sea");
    errors = folder.resolve("sea.err");
    port = freePort();
  }

  // Below what the system gives to clients: one of those must not have it while the server is down.
  private static int freePort() throws IOException {
    for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 5_000); ; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        if (port > 30_000) {
          throw e;
        }
      }
    }
  }

  /** Starts it; {@link #awaitReady} waits until it serves. */
  void start() throws IOException {
    child =
        run(
            errors,
            List.of("serve", "--data-dir", data.toString(), "--port", String.valueOf(port)));
  }

  private static ChildJvm run(Path errors, List<String> command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(SeaMain.class.getName()));
    arguments.addAll(command);
    return ChildJvm.start(List.of(), errors, Map.of(), arguments);
  }

  void awaitReady() throws InterruptedException {
    running().await("ready");
  }

  boolean isRunning() {
    return child != null;
  }

  private ChildJvm running() {
    if (child == null) {
      throw new IllegalStateException("start it first");
    }
    return child;
  }

  /** Kills the server; returns when its Postgres, which goes after it, is gone too. */
  void kill() throws InterruptedException {
    ChildJvm victim = running();
    child = null;
    try (Stream<ProcessHandle> descendants = victim.process().descendants()) {
      List<ProcessHandle> postgres = descendants.toList();
      victim.kill();
      postgres.stream().map(ProcessHandle::onExit).forEach(CompletableFuture::join);
    }
  }

  /** What a host needs in order to write to it. */
  List<String> settings() {
    return List.of("mcp_endpoint=http://127.0.0.1:" + port + "/mcp");
  }

  Map<String, String> secrets() {
    SeaCredentials credentials =
        CredentialsFile.read(data.resolve("credentials.json")).orElseThrow();
    return Map.of(
        "KORA_ISOKRON_DSN", credentials.readerDsn(), "KORA_SERVICE_TOKEN", credentials.token());
  }

  /** The chain, after Sea's own command has said that it is intact. */
  Chain verified() throws Exception {
    try (ChildJvm verify = run(errors, List.of("verify", "--data-dir", data.toString()))) {
      List<String> said = verify.awaitEnd(0);
      assertTrue(said.stream().anyMatch(line -> line.contains(": intact")), said::toString);
    }
    return Chain.in(data);
  }

  /** Stops it gently, so that its folder can be deleted. */
  @Override
  public void close() throws IOException {
    ChildJvm last = child;
    if (last != null) {
      last.process().getOutputStream().close();
      last.process().onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
  }
}
