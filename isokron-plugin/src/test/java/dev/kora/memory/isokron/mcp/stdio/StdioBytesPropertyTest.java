package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a child says, a call has an outcome and the log has lines. */
class StdioBytesPropertyTest {
  private static final String TOKEN = "canary-0123456789abcdef";

  private static int tried;
  private static int spoken;

  /** The time limits include the start of the shell: one that is slower still tests nothing. */
  @AfterContainer
  static void mostChildrenWereSpokenTo() {
    assertTrue(spoken >= tried * 0.8, spoken + " of " + tried);
  }

  @Provide
  Arbitrary<byte[]> outputs() {
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    Arbitrary<byte[]> almost =
        Arbitraries.of(
                "\n",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\"}}\n",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\""
                    + TOKEN
                    + "\"}}\n",
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}\n",
                "[[[[{}]]]]\n",
                "\ufeff{}\n",
                TOKEN)
            .list()
            .ofMaxSize(5)
            .map(lines -> String.join("", lines).getBytes(StandardCharsets.UTF_8));
    return Arbitraries.oneOf(noise, almost);
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void arbitraryOutputNeverEscapesTheOutcomes(
      @ForAll("outputs") byte[] stdout, @ForAll("outputs") byte[] stderr, @ForAll boolean exits)
      throws IOException {
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("win")) {
      return;
    }
    Path out = Files.write(Files.createTempFile("out", ""), stdout);
    Path err = Files.write(Files.createTempFile("err", ""), stderr);
    Path read = Path.of(err + ".read");
    String script =
        "read line; : >\"$3\"; cat \"$1\"; cat \"$2\" >&2; "
            + (exits ? "exit 5" : "cat >/dev/null");
    StdioEndpoint endpoint =
        new StdioEndpoint(
            List.of("sh", "-c", script, "sh", out.toString(), err.toString(), read.toString()));
    try {
      for (long millis = 400; millis < 20_000 && !Files.exists(read); millis *= 2) {
        callTwice(endpoint, Duration.ofMillis(millis));
      }
    } finally {
      Files.delete(out);
      Files.delete(err);
      tried++;
      spoken += Files.deleteIfExists(read) ? 1 : 0;
    }
  }

  private static void callTwice(StdioEndpoint endpoint, Duration limit) {
    try (LogLines log = new LogLines();
        McpClient client =
            McpClient.connect(endpoint, new Secret(TOKEN), McpProtocol.AUTO, limit, "test")) {
      for (int i = 0; i < 2; i++) {
        CallOutcome outcome =
            client.withMeta(StrictJson.object()).callTool("t", StrictJson.object());
        assertTrue(!outcome.toString().contains(TOKEN), outcome::toString);
      }
      assertTrue(!log.all().toString().contains(TOKEN), log.all()::toString);
    }
  }
}
