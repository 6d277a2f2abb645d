package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.FaultServer;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.MemoryWrite;
import dev.kora.memory.spi.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that lacks the tools that write, and has them later. */
@ExtendWith(SharedSea.class)
@Timeout(180)
class DeferredWritesTest {
  private static final String EVENT = "kora__append_event";
  private static final String NOTE = "kora__write_agent_scratchpad";
  private static final String NO_EVENT = "D-kr2-st4-no-chain-emit-mcp-tool";
  private static final String NO_NOTE = "D-kr2-st3-no-scratchpad-write-mcp-tool";
  private static final String NO_LINK = "D-kr3-st2-no-relationlink-write-mcp-tool";
  private static final String ID = "0190a000-0000-7000-8000-000000000001";
  private static final String ANSWER =
      """
      {"structuredContent":{"event_id":"%1$s","approved_event_id":"%1$s",\
      "scratchpad_entry_id":"%1$s"}}"""
          .formatted(ID);

  @TempDir Path data;
  private volatile String tools = "";
  private FaultServer server;
  private SeaWorkspace workspace;

  @BeforeEach
  void start() throws Exception {
    workspace = SeaWorkspace.create(SharedSea.server());
    server = lacking();
  }

  private FaultServer lacking() throws IOException {
    FaultServer started = new FaultServer();
    started.behaviour =
        (exchange, method, id) ->
            FaultServer.json(
                exchange,
                200,
                FaultServer.result(
                    id, method.equals("tools/list") ? "{\"tools\":[" + tools + "]}" : ANSWER));
    return started;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private OpenWorkspace open() {
    return OpenWorkspace.open(
        workspace, new TestHost(data), Map.of("mcp_endpoint", server.address()));
  }

  private void theToolsAppear() {
    tools = "{\"name\":\"" + EVENT + "\"},{\"name\":\"" + NOTE + "\"}";
  }

  /** The arguments of the calls of a tool so far. */
  private List<JsonNode> called(String tool) {
    return server.seen.stream()
        .filter(seen -> seen.method().equals("tools/call"))
        .map(seen -> ((ParsedJson.Value) StrictJson.parse(seen.body())).node().path("params"))
        .filter(call -> call.path("name").asText().equals(tool))
        .map(call -> call.path("arguments"))
        .toList();
  }

  private static List<String> said(LogLines log, String deviation) {
    return log.startingWith("[kora.isokron] " + deviation + ": the ");
  }

  @Test
  void whatHooksWriteIsWarnedOfOnceAndDeliveredInOrderWhenTheToolsAppear() throws Exception {
    try (LogLines log = new LogLines();
        OpenWorkspace open = open()) {
      for (int i = 1; i <= 2; i++) {
        open.session()
            .syncTurn(
                new CompletedTurn(
                    i, List.of(new Message(Message.Role.USER, "said " + i, null, null, null))));
        open.session().onMemoryWrite(new MemoryWrite(MemoryWrite.Action.ADD, "user", "kept " + i));
        open.session().onDelegation(new Delegation("child-" + i, "t", "r"));
      }
      open.session().onSessionEnd(List.of());
      OpenWorkspace.until(() -> !said(log, NO_NOTE).isEmpty() && !said(log, NO_EVENT).isEmpty());
      assertEquals(9, open.session().flush(Duration.ofSeconds(1)).undelivered());
      String waits = "; what is written waits until it has";
      List<String> notes =
          List.of("WARN [kora.isokron] " + NO_NOTE + ": the server has no tool " + NOTE + waits);
      List<String> events =
          List.of("WARN [kora.isokron] " + NO_EVENT + ": the server has no tool " + EVENT + waits);
      assertEquals(notes, said(log, NO_NOTE));
      assertEquals(events, said(log, NO_EVENT));
      assertEquals(0, called(NOTE).size() + called(EVENT).size());

      theToolsAppear();
      open.delivered();
      assertEquals(
          List.of(
              "said 1",
              "[memory.add → user] kept 1",
              "[delegation child=child-1 task=t result=r]",
              "said 2",
              "[memory.add → user] kept 2",
              "[delegation child=child-2 task=t result=r]"),
          called(NOTE).stream()
              .map(note -> note.path("content_inline").asText())
              .map(text -> text.substring(text.lastIndexOf('\n') + 1))
              .toList());
      assertEquals(
          List.of("child-1", "child-2", ""),
          called(EVENT).stream()
              .map(event -> event.path("payload").path("child_session_id").asText())
              .toList());
      for (String deviation : List.of(NO_NOTE, NO_EVENT)) {
        String there = "INFO [kora.isokron] " + deviation + ": the tool is there now";
        assertEquals(there, said(log, deviation).get(1));
      }
    }
  }

  @Test
  void aDeferredToolCallIsNotKeptAndLeavesTheOldNodeInForce() throws Exception {
    String old;
    try (OpenWorkspace open = OpenWorkspace.open(workspace, new TestHost(data), Map.of())) {
      old = open.node("Dhole", "Of the dhole.");
      open.delivered();
    }
    String before = workspace.written();
    Map<String, String> calls = EveryTool.about(old);
    Map<String, String> deviations =
        Map.of(
            "iso_node_create", NO_NOTE,
            "iso_node_supersede", NO_NOTE,
            "iso_link_create", NO_LINK);
    try (OpenWorkspace open = open()) {
      deviations.forEach(
          (tool, deviation) ->
              assertEquals(
                  """
                  {"ok":false,"deferred":true,"deviation_id":"%s",\
                  "message":"the server does not offer this kind of write yet; nothing was kept,\
                   do not repeat it"}"""
                      .formatted(deviation),
                  open.answer(tool, calls.getOrDefault(tool, ""))));
      JsonNode node = open.read(old);
      assertEquals("active", node.path("status").asText());
      assertTrue(node.path("superseded_by").isNull(), node::toString);

      theToolsAppear();
      open.delivered();
      assertEquals(0, called(NOTE).size() + called(EVENT).size());
      assertEquals(
          "{\"ok\":true,\"entry_id\":\"" + ID + "\"}",
          open.answer("iso_node_create", calls.getOrDefault("iso_node_create", "")));
      assertEquals(1, called(NOTE).size());
    }
    assertEquals(before, workspace.written());
    assertFalse(server.seen.stream().anyMatch(seen -> seen.body().contains("Quoll")));
  }
}
