package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that repeat what they were sent: token and session show up nowhere, in no failure. */
@Timeout(120)
class ClientSecretsTest {
  private static final String TOKEN = "canary-token-5f3a";
  private static final String SESSION = "canary-session-77b1";
  private static final String TRACE =
      "boom\\n\\tat com.example.Server.run(Server.java:7)".repeat(99);

  private final List<String> shown = new ArrayList<>();
  private FaultServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FaultServer();
    server.session = SESSION;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void callAgainst(FaultServer.Behaviour behaviour, McpProtocol protocol) {
    server.behaviour = behaviour;
    HttpEndpoint endpoint = new HttpEndpoint(URI.create(server.address()));
    try (McpClient client =
        McpClient.connect(endpoint, new Secret(TOKEN), protocol, Duration.ofSeconds(2), "test")) {
      CallOutcome called = client.withMeta(StrictJson.object()).callTool("t", StrictJson.object());
      for (CallOutcome outcome : List.of(called, client.ping())) {
        show(outcome);
      }
      show(client.listTools().toString());
      show(client.server().toString());
    }
  }

  private void show(CallOutcome outcome) {
    assertTrue(outcome.reason().length() < 600, outcome.reason());
    assertFalse(outcome.reason().contains("\n"), outcome.reason());
    show(outcome.toString());
    if (!(outcome instanceof CallOutcome.Answered)) {
      StringWriter trace = new StringWriter();
      new McpInvocationException("t", outcome).printStackTrace(new PrintWriter(trace));
      show(trace.toString());
    }
  }

  private void show(String text) {
    shown.add(text);
    assertFalse(text.contains("canary"), text);
  }

  /** Ways to fail, all of which repeat the given text. */
  private static List<FaultServer.Behaviour> failures(String text) {
    List<FaultServer.Behaviour> all = new ArrayList<>();
    for (int status : List.of(200, 400, 401, 404, 500)) {
      all.add((e, m, id) -> FaultServer.json(e, status, FaultServer.error(id, -32000, text)));
      all.add((e, m, id) -> FaultServer.json(e, status, FaultServer.error("null", -32020, TRACE)));
      all.add((e, m, id) -> FaultServer.send(e, status, "text/plain", text + TRACE));
    }
    all.add((e, m, id) -> FaultServer.json(e, 200, FaultServer.result(id, failed(text))));
    all.add((e, m, id) -> FaultServer.json(e, 200, FaultServer.result("\"" + text + "\"", "{}")));
    all.add((e, m, id) -> FaultServer.json(e, 200, FaultServer.result(id, "\"" + text + "\"")));
    all.add((e, m, id) -> e.close());
    all.add(
        (e, m, id) -> {
          e.getResponseHeaders().set("WWW-Authenticate", text);
          FaultServer.json(e, 403, "");
        });
    all.add(
        (e, m, id) -> {
          e.sendResponseHeaders(200, 1000);
          e.getResponseBody().write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          e.getResponseBody().flush();
        });
    return all;
  }

  @Test
  void noFailureShowsATokenOrASession() {
    List<LogLines.Line> logged;
    try (LogLines lines = new LogLines()) {
      failures("Bearer " + TOKEN + " of " + SESSION)
          .forEach(failure -> callAgainst(failure, McpProtocol.LEGACY));
      for (FaultServer.Behaviour failure : failures("a token: " + TOKEN)) {
        server.onInitialize = failure; // without a session
        callAgainst(failure, McpProtocol.AUTO);
        callAgainst(failure, McpProtocol.STATELESS);
      }
      logged = lines.all();
    }
    assertEquals(
        List.of(),
        logged.stream().filter(l -> (l.text() + l.thrown()).contains("canary")).toList());
    assertTrue(shown.size() > 3 * 4 * 20, "only " + shown.size());
    assertTrue(server.seen.stream().anyMatch(s -> s.session().equals(SESSION)));
    for (FaultServer.Seen seen : server.seen) {
      assertEquals("Bearer " + TOKEN, seen.headers().get("Authorization"));
    }
  }

  private static String failed(String text) {
    return "{\"isError\":true,\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
  }
}
