package dev.kora.memory.example.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.example.HostJar;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the demo while it unpacks, makes the database, starts it, and plays. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DemoKilledIT {
  /** Far more than the second that is promised: a busy machine must not make this test lie. */
  private static final long PATIENCE_MILLIS = 10_000;

  @TempDir private Path folder;

  @ParameterizedTest(name = "after {0} ms")
  @ValueSource(ints = {500, 1_500, 2_500, 3_500, 5_000, 7_000})
  void leavesNoProcessBehind(int millis) throws Exception {
    HostJar.open(folder);
    Path data = folder.resolve("data");
    Process demo =
        HostJar.builder("demo", "--data-dir", data.toString())
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectErrorStream(true)
            .start();
    demo.waitFor(millis, TimeUnit.MILLISECONDS);

    demo.destroyForcibly();

    assertTrue(demo.waitFor(10, TimeUnit.SECONDS));
    assertNotEquals(1, demo.exitValue(), "it had failed before it was killed");
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!left(data).isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertEquals(List.of(), left(data));
  }

  private static List<String> left(Path data) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(data.toString()))
        .toList();
  }
}
