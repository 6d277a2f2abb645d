package dev.kora.memory.isokron.mcp.http;

import static dev.kora.memory.isokron.mcp.http.ScriptedServer.JSON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose process is killed while it is asked. */
@Timeout(120)
class KilledServerTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  @Test
  void rule10AKilledServerEndsTheCallThatWaitsForItsAnswer() throws Exception {
    assertTrue(whenKilledAfter("").reason().startsWith("the connection broke"));
  }

  @Test
  void rule10AKilledServerEndsTheCallInTheMiddleOfAJsonBody() throws Exception {
    String half = JSON + "Content-Length: 100\r\n\r\n{";
    assertTrue(whenKilledAfter(half).reason().startsWith("the connection broke"));
  }

  @Test
  void rule16AKilledServerEndsTheCallInTheMiddleOfAStreamWithoutIds() throws Exception {
    String half = CHUNKED + "9\r\ndata: 1\n\n\r\n";
    assertTrue(whenKilledAfter(half).reason().startsWith("the connection broke"));
  }

  @Test
  void rule16AKilledServerEndsTheCallWhenItsStreamIsToBeTakenUp() throws Exception {
    String half = CHUNKED + "10\r\nid: 1\nretry: 1\n\n\r\n";
    assertTrue(whenKilledAfter(half).reason().contains("cannot connect"));
  }

  /** The outcome of a call whose server says this, and is then killed. */
  private static Exchange.Broken whenKilledAfter(String answer) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SilentServer.class.getName(),
                answer)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      URI address = URI.create("http://127.0.0.1:" + said.readLine() + "/mcp");
      try (HttpTransport transport = new HttpTransport(new HttpEndpoint(address), null)) {
        FutureTask<Exchange> call = new FutureTask<>(() -> Exchanges.call(transport));
        new Thread(call).start();
        assertEquals("answered", said.readLine());
        assertFalse(call.isDone());
        child.destroyForcibly();
        return assertInstanceOf(Exchange.Broken.class, call.get());
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
