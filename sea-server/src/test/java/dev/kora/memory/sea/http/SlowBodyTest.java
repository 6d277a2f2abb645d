package dev.kora.memory.sea.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowBodyTest {
  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty);

  @BeforeEach
  void serve() throws Exception {
    jetty.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new Reading(connector)), "/");
    jetty.setHandler(context);
    jetty.start();
  }

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
  }

  @Test
  void aBodyThatDripsIsEnded() throws Exception {
    try (Socket client = post()) {
      OutputStream out = client.getOutputStream();
      try {
        while (client.getInputStream().available() == 0) {
          out.write(' ');
          out.flush();
          Thread.sleep(50);
        }
      } catch (SocketException e) {
        // Closed while we wrote: the answer, if any is left, is read below.
        assertTrue(client.isConnected(), e::toString);
      }
      assertStatus("408", client);
    }
  }

  @Test
  void aBodyThatStopsIsEnded() throws Exception {
    try (Socket client = post()) {
      assertStatus("408", client);
    }
  }

  private Socket post() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    client
        .getOutputStream()
        .write(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  private static void assertStatus(String status, Socket client) throws IOException {
    byte[] line = client.getInputStream().readNBytes(12);
    String answer = new String(line, StandardCharsets.US_ASCII);
    assertTrue(answer.equals("HTTP/1.1 " + status), answer);
  }

  /** Waits for a body as {@link McpServlet} does, with less patience. */
  private static final class Reading extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient ServerConnector connector;

    Reading(ServerConnector connector) {
      this.connector = connector;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      // From here on only: a client that is slow to ask at all would be closed instead.
      connector.getConnectedEndPoints().forEach(each -> each.setIdleTimeout(1_000));
      try {
        RequestBody.read(request, 10_000_000, Duration.ofMillis(300));
      } catch (RequestBody.Refused e) {
        response.setHeader("Connection", "close");
        response.setStatus(e.status());
      }
    }
  }
}
