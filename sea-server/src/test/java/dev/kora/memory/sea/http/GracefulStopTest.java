package dev.kora.memory.sea.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Connections;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class GracefulStopTest {
  private final TestSea sea = TestSea.shared();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAcceptedAppendGetsItsAnswerAndALaterRequestARefusal(boolean stateless) throws Exception {
    Workspace workspace = sea.newWorkspace();
    SeaServer server = start(stateless);
    URI uri = server.mcpEndpoint();
    Serving.Client client = Serving.client(uri, workspace.token());
    CompletableFuture<HttpResponse<String>> accepted;
    CompletableFuture<Void> stopped;
    try (Connection blocker = Connections.open(sea.admin());
        Socket keptAlive = new Socket(uri.getHost(), uri.getPort());
        Socket idle = new Socket(uri.getHost(), uri.getPort())) {
      blocker.setAutoCommit(false);
      try (Statement statement = blocker.createStatement()) {
        statement.execute("LOCK TABLE hivex_foundation.event_log IN ACCESS EXCLUSIVE MODE");
      }
      ask(idle);
      // "DOWN" while the database is slow to answer.
      Waiting.until("both are served", () -> ask(keptAlive).startsWith("HTTP/1.1 200"));
      // Last: Postgres lets it wait for some seconds only.
      accepted = async(() -> client.append(workspace, "{}"));
      Waiting.until("the append waits for the table", () -> waiters(blocker) > 0);

      stopped = async(() -> close(server));
      Waiting.until("nobody new is let in", () -> !connects(uri));
      assertRefused(ask(keptAlive));
      assertEquals("", untilItEnds(idle), "what only waits is closed, the append is not");
      assertFalse(stopped.isDone(), "it waits for the append");
      blocker.rollback();
    }
    assertEquals(200, accepted.get(60, TimeUnit.SECONDS).statusCode());
    assertTrue(accepted.get().body().contains("event_id"), accepted.get().body());
    stopped.get(60, TimeUnit.SECONDS);
    assertEquals(1, sea.server().events(workspace.id(), 10).size());
  }

  @Test
  void clientsThatOnlyKeepTheirConnectionsDoNotHoldTheStop() throws Exception {
    SeaServer server = start(false);
    URI uri = server.mcpEndpoint();
    try (Socket idle = new Socket(uri.getHost(), uri.getPort());
        Socket silent = new Socket(uri.getHost(), uri.getPort())) {
      ask(idle);
      long start = System.nanoTime();

      server.close();

      // A stop that is held takes its whole fifteen seconds.
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(14));
      assertEquals(-1, silent.getInputStream().read());
    }
  }

  private SeaServer start(boolean stateless) {
    return SeaServer.start(
        SeaOptions.builder().dsn(sea.admin().uri()).stateless(stateless).build());
  }

  private static int waiters(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
                    + " 'hivex_foundation.event_log'::regclass")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** An answer that says so, or none where the connection was closed before the question came. */
  private static void assertRefused(String answer) {
    if (!answer.isEmpty()) {
      assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("connection: close"), answer);
    }
  }

  /**
   * Over a connection of its own that stays open, as a balancer's.
   *
   * @return empty if the server closed the connection
   */
  private static String ask(Socket socket) throws IOException {
    String request = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    byte[] answer = new byte[4096];
    int read;
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      read = socket.getInputStream().read(answer);
    } catch (SocketException e) {
      return "";
    }
    return read < 0 ? "" : new String(answer, 0, read, StandardCharsets.US_ASCII);
  }

  private static String untilItEnds(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static boolean connects(URI uri) {
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Void close(SeaServer server) {
    server.close();
    return null;
  }

  private static <T> CompletableFuture<T> async(java.util.concurrent.Callable<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(work.call());
              } catch (Exception e) {
                future.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return future;
  }
}
