package dev.kora.memory.sea.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.StdioClient;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StdioServerTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private final TestSea sea = TestSea.shared();

  @Test
  void aClientIsGreetedAndMayAppend() throws Exception {
    Workspace workspace = sea.newWorkspace();
    try (StdioClient client = StdioClient.start(workspace.token())) {
      String greeting = client.exchange(Serving.bytes(Serving.INITIALIZE));
      client.send(
          Serving.bytes("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\r\n\n"));
      String answer = client.exchange(Serving.bytes(Serving.appendCall(workspace, "{}")));

      assertTrue(greeting.contains("\"protocolVersion\":\"2025-11-25\""), greeting);
      assertTrue(greeting.contains("dev.kora/idempotent-append"), greeting);
      assertTrue(answer.contains("event_id"), answer);
      assertEquals(1, sea.server().events(workspace.id(), 10).size());
    }
  }

  @Test
  void aMalformedLineGetsAnErrorAndTheNextOneItsAnswer() throws Exception {
    try (StdioClient client = StdioClient.start(sea.newWorkspace().token())) {
      for (String line :
          new String[] {"garbage", "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":1,\"method\":\"ping\"}"}) {
        String error = client.exchange(Serving.bytes(line));
        assertTrue(error.contains("\"id\":null,\"error\":{\"code\":-32700"), error);
      }
      String answer = client.exchange(Serving.bytes(PING));
      assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", answer);
    }
  }

  @Test
  void whatWasAskedBeforeTheEndIsAnsweredAndThenItEnds() throws Exception {
    Workspace workspace = sea.newWorkspace();
    try (StdioClient client = StdioClient.start(workspace.token())) {
      int calls = 20;
      for (int id = 100; id < 100 + calls; id++) {
        String call = Serving.appendCall(workspace, "{}").replace("\"id\":7", "\"id\":" + id);
        client.send(Serving.bytes(call));
      }
      client.endInput();

      Set<String> ids = new HashSet<>();
      for (int i = 0; i < calls; i++) {
        String answer = client.receive();
        assertTrue(answer.contains("event_id"), answer);
        ids.add(answer.replaceAll(".*\"id\":(\\d+).*", "$1"));
      }
      client.server().ended().get(60, TimeUnit.SECONDS);
      assertEquals(calls, ids.size());
      assertEquals(calls, sea.server().events(workspace.id(), 100).size());
    }
  }

  @Test
  void aTokenThatIsRevokedIsRefusedAtTheNextCall() throws Exception {
    Workspace workspace = sea.newWorkspace();
    try (StdioClient client = StdioClient.start(workspace.token())) {
      sea.tamper(
          "UPDATE sea.service_token SET revoked_at = now() WHERE workspace_id = '"
              + workspace.id()
              + "'");

      String answer = client.exchange(Serving.bytes(Serving.appendCall(workspace, "{}")));

      assertTrue(answer.contains("\"id\":7,\"error\":{"), answer);
      assertTrue(answer.contains("no longer valid"), answer);
    }
  }

  @Test
  void aTokenOfNobodysIsToldAtTheStart() {
    SeaException e = assertThrows(SeaException.class, () -> StdioClient.start("made up"));
    assertTrue(String.valueOf(e.getMessage()).contains("KORA_SERVICE_TOKEN"), e::toString);
  }

  @Test
  void linesAreSplitAtLineFeedsOnlyAndTheirSizeIsBounded() throws Exception {
    String input = "ab\rc\n\n" + "x".repeat(50_000) + "\nlast";
    LineReader lines =
        new LineReader(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), 10);
    assertEquals("ab\rc", text(lines.read()));
    assertEquals("", text(lines.read()));
    assertEquals("x".repeat(11), text(lines.read()));
    assertEquals("last", text(lines.read()));
    assertNull(lines.read());
  }

  private static String text(byte @Nullable [] line) {
    assertNotNull(line);
    return new String(line, StandardCharsets.UTF_8);
  }
}
