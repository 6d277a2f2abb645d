package dev.kora.memory.sea.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpGuardTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

  private final TestSea sea = TestSea.shared();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void theRightTokenIsLetIn() throws Exception {
    assertEquals(200, send(INITIALIZE, "Bearer " + token()).statusCode());
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
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    assertEquals(413, send(" ".repeat(4 * 1024 * 1024 + 1), "Bearer " + token()).statusCode());
  }

  @Test
  void malformedRequestsGetAnErrorAndNoStackTrace() throws Exception {
    for (String body :
        new String[] {
          "",
          "garbage",
          "[1]",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}",
          "{\"a\":".repeat(500)
        }) {
      HttpResponse<String> response = send(body, "Bearer " + token());
      assertEquals(400, response.statusCode(), body);
      assertTrue(response.body().contains("\"error\":{\"code\":"), response.body());
      assertFalse(response.body().contains("stackTrace"), response.body());
      assertFalse(response.body().contains("io.modelcontextprotocol"), response.body());
    }
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
          400 | -32600 | {"jsonrpc":"1.0","id":7,"method":"ping"}
          400 | -32600 | {"jsonrpc":"2.0","id":7}
          """)
  void aWrongEnvelopeIsAnswered(int status, int code, String body) throws Exception {
    HttpResponse<String> greeting = send(INITIALIZE, "Bearer " + token());
    String session = greeting.headers().firstValue("Mcp-Session-Id").orElseThrow();

    HttpResponse<String> response =
        request(body, "Authorization", "Bearer " + token(), "Mcp-Session-Id", session);

    assertEquals(status, response.statusCode());
    assertTrue(response.body().contains("\"id\":7,\"error\":{\"code\":" + code), response.body());
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

  private HttpResponse<String> send(String body, String authorization) throws Exception {
    return request(body, "Authorization", authorization);
  }

  private HttpResponse<String> request(String body, String... headers) throws Exception {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(sea.server().mcpEndpoint())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return http.send(builder.build(), BodyHandlers.ofString());
  }
}
