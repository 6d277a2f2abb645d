package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.store.CredentialsFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar as a client's child. */
@Timeout(180)
class StdioServeIT {
  private static final String APPEND =
      "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":"
          + "\"kora__append_event\",\"arguments\":{\"workspace_id\":\"org_local\","
          + "\"event_type\":\"kora.test.ran\",\"payload\":{}}}}";

  @TempDir static Path folder;
  private static String token = "";

  @BeforeAll
  static void makeADatabase() throws Exception {
    // Root's Postgres runs as another user, who must be able to enter.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    ServeProcess server = ServeProcess.start(List.of(), "--data-dir", data().toString());
    server.awaitReady();
    token = CredentialsFile.read(server.credentials()).orElseThrow().token();
    assertEquals(0, server.terminate().status());
  }

  @Test
  void outputIsOnlyAnswersAndAllEndsWithTheInput() throws Exception {
    Process child = start(token);
    List<ProcessHandle> descendants;
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      try (OutputStream in = child.getOutputStream()) {
        assertTrue(exchange(in, out, Serving.INITIALIZE).contains("\"protocolVersion\""));
        assertTrue(exchange(in, out, "garbage").contains("-32700"));
        assertTrue(exchange(in, out, APPEND).contains("event_id"));
        descendants = child.descendants().toList();
      }
      assertNull(out.readLine());
    }
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue(), errors());
    assertTrue(
        errors().startsWith("ready {\"mcp\":\"stdio\",\"workspace\":\"org_local\""), errors());
    assertEquals(1, errors().strip().lines().count(), errors());
    assertTrue(descendants.size() > 2, descendants::toString);
    ServeProcess.await(
        () -> descendants.stream().noneMatch(ProcessHandle::isAlive), "Postgres is gone");
    assertTrue(ServeProcess.verdict(data()).rows() > 0);
  }

  @Test
  void aSignalEndsItWhileItWaitsForInput() throws Exception {
    Process child = start(token);
    try (OutputStream in = child.getOutputStream();
        BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      exchange(in, out, Serving.INITIALIZE);
      List<ProcessHandle> descendants = child.descendants().toList();
      child.toHandle().destroy();
      assertTrue(child.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, child.exitValue(), errors());
      ServeProcess.await(
          () -> descendants.stream().noneMatch(ProcessHandle::isAlive), "Postgres is gone");
    }
  }

  @Test
  void withoutAValidTokenOneLineSaysSo() throws Exception {
    for (String wrong : new String[] {"", "made up"}) {
      Process child = start(wrong);
      assertTrue(child.waitFor(60, TimeUnit.SECONDS));
      assertEquals(1, child.exitValue());
      assertTrue(errors().contains("KORA_SERVICE_TOKEN"), errors());
      assertEquals(1, errors().strip().lines().count(), errors());
    }
  }

  private static Process start(String token) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                ServeProcess.commandLine(
                    List.of("serve", "--stdio", "--data-dir", data().toString())))
            .redirectError(folder.resolve("errors").toFile());
    builder.environment().put("KORA_SERVICE_TOKEN", token);
    return builder.start();
  }

  private static String exchange(OutputStream in, BufferedReader out, String line)
      throws IOException {
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    String answer = out.readLine();
    return answer == null ? "ended: " + errors() : answer;
  }

  private static String errors() throws IOException {
    return Files.readString(folder.resolve("errors"));
  }

  private static Path data() {
    return folder.resolve("data");
  }
}
