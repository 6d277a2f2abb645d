package dev.kora.memory.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The least that can answer MCP over stdio; ends when its input does. */
public final class MinimalStdioServer {
  private MinimalStdioServer() {}

  /** The command that starts it, with this JVM's program and class path. */
  static List<String> command() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        MinimalStdioServer.class.getName());
  }

  /** Answers until its input ends. */
  @SuppressWarnings("SystemOut") // stdout is the wire
  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    OutputStream out = System.out;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      byte[] answer = Wire.answer(line.getBytes(StandardCharsets.UTF_8));
      if (answer.length > 0) {
        out.write(answer);
        out.write('\n');
        out.flush();
      }
    }
  }
}
