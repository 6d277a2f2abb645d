package dev.kora.memory.sea.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Dsn;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OperatorsPathsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final TestSea sea = TestSea.shared();

  @Test
  void healthNeedsNoTokenAndTellsNothingMore() throws Exception {
    assertEquals("{\"status\":\"UP\"}", onceUp(Serving.STATELESS.uri().resolve("/health")));
  }

  @Test
  void healthIsDownWhenTheDatabaseHangsAndUpWhenItAnswersAgain() throws Exception {
    Dsn admin = sea.admin();
    URI database = URI.create("tcp://" + admin.hostAndPort());
    try (PausableProxy proxy = new PausableProxy(database.getHost(), database.getPort())) {
      Dsn through =
          new Dsn(
              "127.0.0.1:" + proxy.port(),
              admin.database(),
              admin.query(),
              admin.user(),
              admin.password());
      try (SeaServer server =
          SeaServer.start(SeaOptions.builder().dsn(through.uri()).stateless(true).build())) {
        URI health = server.mcpEndpoint().resolve("/health");
        onceUp(health);

        proxy.pause();
        HttpResponse<String> down = get(health);
        proxy.resume();

        assertEquals(503, down.statusCode());
        assertEquals("{\"status\":\"DOWN\"}", down.body());
        onceUp(health);
      }
    }
  }

  @Test
  void whatIsDoneIsCountedAndNoLabelIsTheClientsToChoose() throws Exception {
    Workspace workspace = sea.newWorkspace();
    String text;
    // One of its own: what the shared one counts is what other tests did.
    try (SeaServer server = SeaServer.start(SeaOptions.builder().dsn(sea.admin().uri()).build())) {
      URI uri = server.mcpEndpoint();
      Serving.Client client = Serving.client(uri, workspace.token());
      client.append(workspace, "{}");
      client.append(workspace, "\"no object\"");
      client.post(
          "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"made_up\"}}");
      Serving.post(uri, Serving.bytes(Serving.INITIALIZE));

      text = get(uri.resolve("/metrics")).body();
    }

    for (String line :
        new String[] {
          "sea_tool_calls_seconds_count{outcome=\"ok\",tool=\"kora__append_event\"} ",
          "sea_tool_calls_seconds_count{outcome=\"refused\",tool=\"kora__append_event\"} ",
          "sea_tool_calls_seconds_count{outcome=\"error\",tool=\"unknown\"} ",
          "sea_appends_total ",
          "sea_rate_refusals_total 0.0",
          "sea_token_refusals_total ",
          "sea_sessions ",
          "hikaricp_connections_active{pool=\"sea-writer\"} ",
          "jvm_memory_used_bytes{",
          "process_uptime_seconds "
        }) {
      assertTrue(text.contains("\n" + line), line + " is not in\n" + text);
    }
    assertFalse(text.contains("made_up"), text);
    assertFalse(text.contains("sea_token_refusals_total 0.0"), text);
  }

  @Test
  void fromElsewhereMetricsNeedATokenAndHealthDoesNot() throws Exception {
    Optional<String> address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
            .map(InetAddress::getHostAddress)
            .findFirst();
    assumeTrue(address.isPresent(), "this machine has no address but loopback");
    Workspace workspace = sea.newWorkspace();
    try (SeaServer server =
        SeaServer.start(
            SeaOptions.builder()
                .dsn(sea.admin().uri())
                .host(address.orElseThrow())
                .stateless(true)
                .build())) {
      URI uri = server.mcpEndpoint();
      assertEquals(401, get(uri.resolve("/metrics")).statusCode());
      assertEquals(
          200,
          get(uri.resolve("/metrics"), "Authorization", "Bearer " + workspace.token())
              .statusCode());
      onceUp(uri.resolve("/health"));
    }
  }

  @Test
  void localIsWhatTheConnectionSays() throws Exception {
    assertTrue(OperatorsFilter.isLocal("127.0.0.1"));
    assertTrue(OperatorsFilter.isLocal("[::1]"));
    assertFalse(OperatorsFilter.isLocal("192.0.2.1"));
  }

  /** The body of the first answer that is not "DOWN": so it is while the database is slow. */
  private static String onceUp(URI health) throws Exception {
    HttpResponse<String> answer = get(health);
    while (answer.statusCode() != 200) {
      answer = get(health);
    }
    return answer.body();
  }

  private static HttpResponse<String> get(URI uri, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
