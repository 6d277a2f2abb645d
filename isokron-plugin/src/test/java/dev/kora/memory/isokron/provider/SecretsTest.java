package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.ConfigResult;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.MemoryConfigurationException;
import dev.kora.memory.spi.MemoryFailClosedException;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderConfig;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither the token nor the DSN's password shows up anywhere, whatever the servers say. */
class SecretsTest {
  private static final String TOKEN = "CanaryToken/4711";
  private static final String PASSWORD = "CanaryPassword4712";
  private static final String NODE =
      "{\"node_kind\":\"Decision\",\"title\":\"t\",\"content_summary\":\"c\"}";
  private static final String ID = "0190a000-0000-7000-8000-000000000001";
  private static final String TOOLS =
      "{\"tools\":[{\"name\":\"kora__append_event\"},"
          + "{\"name\":\"kora__write_agent_scratchpad\"}]}";

  @TempDir Path data;

  private static ProviderConfig config(String host, String endpoint) {
    return ProviderConfig.of(
        Map.of(
            "isokron_dsn",
            "postgres://reader:" + PASSWORD + "@" + host,
            "mcp_endpoint",
            endpoint,
            "mcp_service_token",
            TOKEN,
            "tool_timeout_seconds",
            "1"),
        Map.of());
  }

  private static void assertSecret(String said) {
    assertFalse(said.contains("Canary"), said);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Ways to repeat the token. */
  private static final List<FaultServer.Behaviour> RUDE =
      List.of(
          (exchange, method, id) ->
              FaultServer.json(
                  exchange,
                  401,
                  "who is " + exchange.getRequestHeaders().getFirst("Authorization").substring(7)),
          (exchange, method, id) ->
              FaultServer.json(
                  exchange,
                  200,
                  "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32602,\"message\":\"%s?\"}}"
                      .formatted(id, "x".repeat(192) + TOKEN)),
          (exchange, method, id) ->
              FaultServer.json(
                  exchange,
                  200,
                  FaultServer.result(
                      id,
                      "{\"isError\":true,\"structuredContent\":{\"error\":\"%s\"}}"
                          .formatted(TOKEN.replace("/", "\\/")))),
          (exchange, method, id) ->
              FaultServer.json(exchange, 200, FaultServer.result(id, "{\"tools\":\"" + TOKEN)));

  @Test
  void aServerThatRepeatsTheTokenDoesNotBringItIntoLogsAnswersOrReports() throws Exception {
    TestHost host = new TestHost(data);
    try (LogLines log = new LogLines();
        FaultServer server = new FaultServer()) {
      server.behaviour = RUDE.get(0);
      ProviderConfig config = config("127.0.0.1:1/d", server.address());
      try (MemoryProvider provider = new IsokronPlugin().open(config, host);
          MemorySession session = provider.openSession(SessionContext.primary("s", "test", "w"))) {
        assertSecret(
            trace(assertThrows(MemoryFailClosedException.class, session::systemPromptBlock)));
        assertSecret(session.prefetch("anything"));
        assertSecret(provider + " " + session + " " + config);
        session.onSessionEnd(List.of());
        assertSecret(session.flush(Duration.ofMillis(300)).detail());
        OpenWorkspace.until(() -> isMaskSeen(log));
        for (FaultServer.Behaviour rude : RUDE) {
          server.behaviour = (e, method, id) -> answer(e, method, id, rude);
          assertSecret(session.handleToolCall("iso_node_create", NODE));
          session.onSessionEnd(List.of());
          assertSecret(session.flush(Duration.ofMillis(300)).detail());
          assertSecret(provider.health().toString());
        }
        server.behaviour =
            (e, method, id) ->
                answer(e, method, id, (x, m, i) -> FaultServer.json(x, 200, good(i)));
        assertTrue(session.flush(Duration.ofSeconds(60)).complete());
      }
      assertTrue(host.deliveries().stream().anyMatch(d -> d.state() == Delivery.State.RETRYING));
      host.deliveries().forEach(d -> assertSecret(d.toString()));
      assertTrue(log.count(Level.ERROR, "[kora.chain.emit.failed]") > 0);
      assertTrue(isMaskSeen(log), "the mask is seen");
      log.all().forEach(line -> assertSecret(line.toString()));
    }
  }

  /** In the line of a first attempt or, where that had no answer in time, in that of another. */
  private static boolean isMaskSeen(LogLines log) {
    return log.all().stream()
        .anyMatch(line -> line.text().startsWith("[kora.") && line.text().contains("****"));
  }

  private static void answer(
      HttpExchange exchange, String method, String id, FaultServer.Behaviour onCall)
      throws IOException {
    if (method.equals("tools/list")) {
      FaultServer.json(exchange, 200, FaultServer.result(id, TOOLS));
    } else {
      onCall.answer(exchange, method, id);
    }
  }

  private static String good(String id) {
    return FaultServer.result(
        id,
        "{\"structuredContent\":{\"event_id\":\"%s\",\"approved_event_id\":\"%s\",\"scratchpad_entry_id\":\"%s\"}}"
            .formatted(ID, ID, ID));
  }

  @Test
  void settingsAndTheirErrorsShowNoSecret() {
    ConfigResult valid = ConfigBridge.parse(config("h/d", "http://127.0.0.1:1/mcp"));
    assertSecret(valid.toString());
    for (String host : List.of("", ":0/d", "h:x/d", "h/d?sslmode", "h/%zz")) {
      ProviderConfig bad = config(host, "http://user:Canary@h/");
      assertSecret(ConfigBridge.parse(bad).toString());
      assertSecret(new IsokronPlugin().availability(bad).toString());
      assertSecret(
          trace(
              assertThrows(
                  MemoryConfigurationException.class,
                  () -> new IsokronPlugin().open(bad, new TestHost(data)))));
    }
  }
}
