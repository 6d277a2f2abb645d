package dev.kora.memory.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.spi.MemorySpi;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own on the SPI and these tests, without JUnit: for what happens once in a JVM. */
final class OtherJvm {
  private OtherJvm() {}

  /** Runs a main method with one argument; returns the lines that it printed. */
  static List<String> printed(Class<?> main, Path argument, String... options)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(home(MemorySpi.class) + File.pathSeparator + home(main));
    command.add(main.getName());
    command.add(argument.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed.lines().toList();
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
