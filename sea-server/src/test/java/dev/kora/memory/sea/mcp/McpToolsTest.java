package dev.kora.memory.sea.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.codec.digest.Blake3;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Through the official client, over HTTP. */
@ParameterizedClass
@EnumSource(Serving.class)
class McpToolsTest {
  private final Serving serving;

  private final TestSea sea = TestSea.shared();
  private Workspace workspace;
  private McpSyncClient client;
  private InitializeResult greeting;

  McpToolsTest(Serving serving) {
    this.serving = serving;
  }

  @BeforeEach
  void connect() throws Exception {
    workspace = sea.newWorkspace();
    URI uri = serving.uri();
    client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder("http://" + uri.getAuthority())
                    .endpoint(uri.getPath())
                    .requestBuilder(
                        HttpRequest.newBuilder()
                            .header("Authorization", "Bearer " + workspace.token()))
                    .build())
            .build();
    greeting = client.initialize();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void idempotentAppendIsAnnounced() {
    assertTrue(greeting.capabilities().experimental().containsKey("dev.kora/idempotent-append"));
  }

  @Test
  void whatIsNotThereIsNotAnnounced() {
    assertNull(greeting.capabilities().logging());
    assertNull(greeting.capabilities().resources());
    assertNull(greeting.capabilities().prompts());
  }

  @Test
  void allToolsArePublishedWithTheirSchemas() {
    var tools = client.listTools().tools();
    assertEquals(
        List.of(
            "kora__append_event",
            "kora__create_relationlink",
            "kora__read_kora_capability_row",
            "kora__supersede_agent_scratchpad",
            "kora__write_agent_scratchpad"),
        tools.stream().map(tool -> tool.name()).sorted().toList());
    tools.forEach(
        tool -> {
          assertEquals("object", tool.inputSchema().get("type"));
          assertEquals("object", tool.outputSchema().get("type"));
        });
  }

  @Test
  void anEventIsAppendedWithTheClientsKeyAndTime() {
    UUID key = UUID.randomUUID();
    Map<String, Object> meta =
        Map.of("dev.kora/event-key", key.toString(), "dev.kora/emitted-us", 1_700_000_000_000_000L);

    String first = eventId(call("kora__append_event", event(Map.of("n", 1)), meta));
    String again = eventId(call("kora__append_event", event(Map.of("n", 1)), meta));

    assertEquals(first, again);
    List<ChainEvent> events = sea.server().events(workspace.id(), 10);
    assertEquals(1, events.size());
    assertEquals(first, events.get(0).eventId().toString());
  }

  @Test
  void withoutAKeyEveryCallIsAnEvent() {
    call("kora__append_event", event(Map.of()), Map.of());
    call("kora__append_event", event(Map.of()), Map.of());

    assertEquals(2, sea.server().events(workspace.id(), 10).size());
  }

  @Test
  void aKeyUsedForOtherBytesIsAToolError() {
    Map<String, Object> meta = Map.of("dev.kora/event-key", UUID.randomUUID().toString());
    call("kora__append_event", event(Map.of("n", 1)), meta);

    assertError("dev.kora/event-key", call("kora__append_event", event(Map.of("n", 2)), meta));
  }

  @Test
  void aScratchpadEntryIsWrittenWithItsEvent() {
    CallToolResult result = call("kora__write_agent_scratchpad", entry("héllo", "héllo"), Map.of());

    assertFalse(result.isError(), result::toString);
    Map<?, ?> answer = (Map<?, ?>) result.structuredContent();
    ChainEvent event = sea.server().events(workspace.id(), 10).get(0);
    assertEquals(event.eventId().toString(), answer.get("approved_event_id"));
    assertTrue(event.payload().contains(String.valueOf(answer.get("scratchpad_entry_id"))));
  }

  @Test
  void aWrongContentHashIsAToolErrorAndStoresNothing() {
    assertError("content_hash", call("kora__write_agent_scratchpad", entry("a", "b"), Map.of()));
    assertEquals(List.of(), sea.server().events(workspace.id(), 10));
  }

  @ParameterizedTest
  @CsvSource({
    "workspace_id, org_local",
    "event_type, kronicle.forged.event",
    "event_type, kora.",
    "payload, no object",
    "surplus, x"
  })
  void aBadArgumentIsNamedAndNothingIsStored(String argument, String value) {
    Map<String, Object> arguments = event(Map.of());
    arguments.put(argument, value);

    assertError(argument, call("kora__append_event", arguments, Map.of()));
    assertEquals(List.of(), sea.server().events(workspace.id(), 10));
  }

  @Test
  void aMissingArgumentIsNamed() {
    Map<String, Object> arguments = event(Map.of());
    arguments.remove("event_type");

    assertError("event_type", call("kora__append_event", arguments, Map.of()));
  }

  @Test
  void aPayloadThatCannotBeStoredUnchangedIsRefusedWithItsPlace() {
    assertError(
        "payload/a/0", call("kora__append_event", event(Map.of("a", List.of("\0"))), Map.of()));
    assertError(
        "payload/n", call("kora__append_event", event(Map.of("n", (1L << 53) + 1)), Map.of()));
  }

  @Test
  void aBadKeyOrTimeIsNamed() {
    assertError(
        "event-key",
        call("kora__append_event", event(Map.of()), Map.of("dev.kora/event-key", "1")));
    assertError(
        "emitted-us",
        call("kora__append_event", event(Map.of()), Map.of("dev.kora/emitted-us", "now")));
  }

  private Map<String, Object> event(Map<String, Object> payload) {
    return new HashMap<>(
        Map.of("workspace_id", workspace.id(), "event_type", "kora.test.ran", "payload", payload));
  }

  private Map<String, Object> entry(String content, String hashed) {
    byte[] hash = Blake3.hash(hashed.getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "workspace_id",
        workspace.id(),
        "scratchpad_kind",
        "reasoning_trail",
        "visibility_scope",
        "agent_private",
        "content_inline",
        content,
        "content_hash",
        HexFormat.of().formatHex(hash));
  }

  private CallToolResult call(
      String tool, Map<String, Object> arguments, Map<String, Object> meta) {
    return client.callTool(new CallToolRequest(tool, arguments, meta));
  }

  private static String eventId(CallToolResult result) {
    assertFalse(result.isError(), result::toString);
    Object id = ((Map<?, ?>) result.structuredContent()).get("event_id");
    assertNotNull(id);
    return id.toString();
  }

  private static void assertError(String named, CallToolResult result) {
    assertTrue(result.isError(), result::toString);
    String text = ((TextContent) result.content().get(0)).text();
    assertTrue(text.contains(named), text);
    assertFalse(text.contains("Exception"), text);
  }
}
