package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a program: how it ends, and what it leaves behind. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class CommandProcessTest {
  @TempDir Path folder;

  private Process start(File out, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(IsokronCommand.class.getName());
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out).redirectError(err().toFile());
    builder.environment().remove("KORA_SERVICE_TOKEN");
    return builder.start();
  }

  private Path err() {
    return folder.resolve("err");
  }

  private String said() throws IOException {
    return Files.readString(err(), StandardCharsets.UTF_8);
  }

  @Test
  void aCommandThatIsToldToEndEndsItsChildToo() throws Exception {
    Path pid = folder.resolve("pid");
    // Ends neither with its standard input nor when it is asked to.
    String script = "trap \"\" TERM; echo $$ > " + pid + "; while true; do sleep 1; done";
    Process process =
        start(
            folder.resolve("out").toFile(),
            "mcp",
            "ping",
            "--timeout",
            "100",
            "stdio://sh -c '" + script + "'");
    try {
      while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
        assertTrue(process.isAlive(), this::saidOrNothing);
        LockSupport.parkNanos(10_000_000);
      }
      ProcessHandle child =
          ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
      try {
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        child.onExit().get(60, TimeUnit.SECONDS); // it does not end by itself
      } finally {
        child.destroyForcibly();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private String saidOrNothing() {
    try {
      return said();
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void aFullDiskIsAFailure() throws Exception {
    Process process = start(new File("/dev/full"), "mcp", "tools", "--help");
    assertEquals(1, process.waitFor());
    assertEquals("isokron-memory: standard output cannot be written to", said().strip());
  }

  @Test
  void theEndOfAChildIsSaidOnce() throws Exception {
    Process process =
        start(
            folder.resolve("out").toFile(),
            "mcp",
            "ping",
            "stdio://sh -c 'read line; echo license expired >&2; sleep 2; exit 4'");
    assertEquals(1, process.waitFor());
    assertEquals(1, said().lines().count(), said());
    assertTrue(said().contains("exited with code 4: license expired"), said());
  }

  @Test
  void aProgramThatIsNotThereIsToldInPlainWords() throws Exception {
    Process process =
        start(folder.resolve("out").toFile(), "mcp", "ping", "stdio:///no/such/program");
    assertEquals(1, process.waitFor());
    assertTrue(said().contains("cannot start /no/such/program: No such file"), said());
  }
}
