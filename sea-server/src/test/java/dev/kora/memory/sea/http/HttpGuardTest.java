package dev.kora.memory.sea.http;

import static dev.kora.memory.sea.Serving.INITIALIZE;
import static dev.kora.memory.sea.Serving.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.TestSea;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Serving.class)
class HttpGuardTest {
  private final TestSea sea = TestSea.shared();
  private final Serving serving;

  HttpGuardTest(Serving serving) {
    this.serving = serving;
  }

  @Test
  void theRightTokenIsLetInAndOnlySessionsHaveAnId() throws Exception {
    HttpResponse<String> greeting = request(INITIALIZE, "Authorization", "Bearer " + token());

    assertEquals(200, greeting.statusCode());
    assertEquals(
        serving == Serving.SESSIONS, greeting.headers().firstValue("Mcp-Session-Id").isPresent());
  }

  @Test
  void noTokenAWrongOneAndAnotherSchemeAreChallenged() throws Exception {
    for (String[] headers :
        new String[][] {
          {},
          {"Authorization", "Bearer wrong"},
          {"Authorization", "Bearer "},
          {"Authorization", "Basic " + token()}
        }) {
      HttpResponse<String> response = request(INITIALIZE, headers);
      assertEquals(401, response.statusCode());
      assertTrue(response.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
    }
  }

  @Test
  void aRefusalIsOneLineOfJsonThatNamesNothingInside() throws Exception {
    URI wrong = serving.uri().resolve("/elsewhere");
    HttpResponse<String> nowhere = Serving.post(wrong, bytes(INITIALIZE));
    assertEquals(404, nowhere.statusCode());
    assertEquals(
        "{\"error\":\"nothing is here; the MCP endpoint is /mcp\"}", nowhere.body().strip());

    for (HttpResponse<String> refused :
        List.of(
            request(INITIALIZE),
            request(INITIALIZE, "Origin", "https://evil.example"),
            Serving.post(serving.uri().resolve("/health"), bytes("{}")))) {
      assertTrue(refused.statusCode() >= 400);
      assertTrue(refused.body().matches("\\{\"error\":\"[^\"]+\"}\n"), refused.body());
      assertEquals("application/json", refused.headers().firstValue("Content-Type").orElse(""));
    }
  }

  @Test
  void aPageFromElsewhereIsKeptOutAndALocalOneIsNot() throws Exception {
    String bearer = "Bearer " + token();
    assertEquals(
        403,
        request(INITIALIZE, "Authorization", bearer, "Origin", "https://evil.example")
            .statusCode());
    assertEquals(403, request(INITIALIZE, "Authorization", bearer, "Origin", "null").statusCode());
    assertEquals(
        200,
        request(INITIALIZE, "Authorization", bearer, "Origin", "http://localhost:3000")
            .statusCode());
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAndTheLargestIsNot() throws Exception {
    int limit = 4 * 1024 * 1024;
    HttpResponse<String> response =
        request(" ".repeat(limit + 1), "Authorization", "Bearer " + token());

    assertEquals(413, response.statusCode());
    assertTrue(response.body().contains("\"error\":{\"code\":-32600"), response.body());
    assertEquals(
        200,
        request(
                " ".repeat(limit - INITIALIZE.length()) + INITIALIZE,
                "Authorization",
                "Bearer " + token())
            .statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"tools/call"}
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"tools/call","params":[]}
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"arguments":{}}}
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x","arguments":"x"}}
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x","_meta":"x"}}
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"tools/list","params":"x"}
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"initialize"}
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"initialize","params":{"capabilities":"x"}}
          200 | -32602 | {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"no_such_tool"}}
          200 | -32601 | {"jsonrpc":"2.0","id":7,"method":"logging/setLevel","params":{"level":"debug"}}
          400 | -32600 | {"jsonrpc":"1.0","id":7,"method":"ping"}
          400 | -32600 | {"jsonrpc":"2.0","id":7}
          """)
  void aWrongEnvelopeIsAnswered(int status, int code, String body) throws Exception {
    HttpResponse<String> response = serving.client(token()).post(body);

    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().contains("\"id\":7,\"error\":{\"code\":" + code), response.body());
    assertFalse(response.body().contains("io.modelcontextprotocol"), response.body());
  }

  @Test
  void aVersionThatIsNotSpokenAndAnAnswerThatIsNotWantedAreRefused() throws Exception {
    assertEquals(
        400,
        request(
                INITIALIZE,
                "Authorization",
                "Bearer " + token(),
                "MCP-Protocol-Version",
                "1999-01-01")
            .statusCode());
    HttpRequest html =
        HttpRequest.newBuilder(serving.uri())
            .headers("Authorization", "Bearer " + token(), "Accept", "text/html")
            .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
            .build();
    assertEquals(
        406, HttpClient.newHttpClient().send(html, BodyHandlers.discarding()).statusCode());
  }

  @Test
  void notificationsAndResponsesAreTakenInSilence() throws Exception {
    Serving.Client client = serving.client(token());
    for (String body :
        new String[] {
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard-of\",\"params\":[]}",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"
        }) {
      HttpResponse<String> response = client.post(body);
      assertEquals(202, response.statusCode());
      assertEquals("", response.body());
    }
  }

  @Test
  void thereIsNoStreamToListenTo() throws Exception {
    HttpRequest listen =
        HttpRequest.newBuilder(serving.uri())
            .headers("Authorization", "Bearer " + token(), "Accept", "text/event-stream")
            .build();
    assertEquals(
        405, HttpClient.newHttpClient().send(listen, BodyHandlers.discarding()).statusCode());
  }

  @Test
  void theServersOwnAddressIsLetIn() throws Exception {
    OriginFilter filter = new OriginFilter(InetAddress.getByName("127.0.0.2"), "127.0.0.2");
    assertTrue(filter.isOurs("127.0.0.2"));
    assertTrue(filter.isOurs("localhost"));
    assertFalse(filter.isOurs("127.0.0.3"));
  }

  private String token() {
    return sea.server().credentials().token();
  }

  private HttpResponse<String> request(String body, String... headers) throws Exception {
    return Serving.post(serving.uri(), bytes(body), headers);
  }
}
