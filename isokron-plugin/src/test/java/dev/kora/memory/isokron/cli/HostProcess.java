package dev.kora.memory.isokron.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A host in a process of its own, with two dead letters; it ends with its standard input. */
final class HostProcess implements AutoCloseable {
  final Process process;
  final List<UUID> parked = new ArrayList<>();

  HostProcess(Path folder) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HostProcess.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String line = said.readLine();
    while (line != null && parked.size() < 2) {
      if (line.startsWith("parked ")) {
        parked.add(UUID.fromString(line.substring("parked ".length())));
      }
      line = parked.size() < 2 ? said.readLine() : null;
    }
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    try (Host host = new Host(Path.of(args[0]))) {
      UUID first = host.park("{\"bad\":1}");
      UUID second = host.park("{\"bad\":2}");
      host.mended = true;
      System.out.println("parked " + first);
      System.out.println("parked " + second);
      System.out.flush();
      while (System.in.read() >= 0) {
        host.mended = true;
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).exceptionally(e -> process).join();
    process.destroyForcibly();
  }
}
