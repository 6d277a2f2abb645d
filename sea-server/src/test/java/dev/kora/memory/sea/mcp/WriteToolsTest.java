package dev.kora.memory.sea.mcp;

import static dev.kora.memory.sea.mcp.ToolClient.assertError;
import static dev.kora.memory.sea.mcp.ToolClient.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, superseding, capabilities and the rate limit, through the official client. */
class WriteToolsTest {
  private static final String LINK = "kora__create_relationlink";
  private static final String WRITE = "kora__write_agent_scratchpad";
  private static final String SUPERSEDE = "kora__supersede_agent_scratchpad";
  private static final String CAPABILITIES = "kora__read_kora_capability_row";

  private final TestSea sea = TestSea.shared();
  private Workspace workspace;
  private ToolClient client;

  @BeforeEach
  void connect() throws Exception {
    workspace = sea.newWorkspace();
    client = new ToolClient(sea.server(), workspace.token());
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void aLinkIsWrittenAndARepeatByKeyIsTheSameLink() {
    Map<String, Object> link = link();
    Map<String, Object> meta = Map.of("dev.kora/event-key", UUID.randomUUID().toString());

    CallToolResult first = client.call(LINK, link, meta);
    assertEquals(first.structuredContent(), client.call(LINK, link, meta).structuredContent());
    link.put("link_type", "covers");
    assertError("dev.kora/event-key", client.call(LINK, link, meta));
    assertEquals(1, events());
  }

  @Test
  void anEdgeThatIsActiveAlreadyIsRefusedWithItsId() {
    Object id = client.answer(LINK, link()).get("link_id");

    assertError(String.valueOf(id), client.call(LINK, link()));
    assertEquals(1, events());
  }

  @ParameterizedTest
  @CsvSource({
    "workspace_id, org_local",
    "from_entity_id, 1-1-1-1-1",
    "from_entity_kind, Dog",
    "to_entity_id, ''",
    "to_entity_id, 00000000-0000-0000-0000-000000000001",
    "to_entity_kind, decision",
    "link_type, likes",
    "evidence_block_ids, no array",
    "rationale_block_id, none",
    "surplus, x"
  })
  void aBadArgumentOfALinkIsNamedAndNothingIsStored(String argument, String value) {
    Map<String, Object> link = link();
    link.put(argument, value);

    assertError(argument, client.call(LINK, link));
    assertEquals(0, events());
  }

  @Test
  void aBadEvidenceIdIsNamedByItsPlace() {
    Map<String, Object> link = link();
    link.put("evidence_block_ids", List.of(UUID.randomUUID().toString(), "x"));

    assertError("evidence_block_ids", client.call(LINK, link));
    assertError("1", client.call(LINK, link));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workspace_id",
        "from_entity_id",
        "from_entity_kind",
        "to_entity_id",
        "to_entity_kind",
        "link_type",
        "evidence_block_ids"
      })
  void aMissingArgumentOfALinkIsNamed(String argument) {
    Map<String, Object> link = link();
    link.remove(argument);

    assertError(argument, client.call(LINK, link));
  }

  @Test
  void anEntryIsSupersededOnceAndARepeatByKeyIsTheSameEntry() {
    Object old = client.answer(WRITE, entry(workspace.id(), "old")).get("scratchpad_entry_id");
    Map<String, Object> next = entry(workspace.id(), "new");
    next.put("superseded_entry_id", old);
    Map<String, Object> meta = Map.of("dev.kora/event-key", UUID.randomUUID().toString());

    CallToolResult first = client.call(SUPERSEDE, next, meta);
    assertEquals(first.structuredContent(), client.call(SUPERSEDE, next, meta).structuredContent());
    assertError("superseded_entry_id", client.call(SUPERSEDE, next));
    assertEquals(2, events());
  }

  @ParameterizedTest
  @CsvSource({
    "workspace_id, org_local",
    "superseded_entry_id, x",
    "superseded_entry_id, 00000000-0000-0000-0000-000000000001",
    "scratchpad_kind, thought",
    "visibility_scope, public",
    "content_inline, other text",
    "content_hash, ABC",
    "surplus, x"
  })
  void aBadArgumentOfASupersedeIsNamedAndNothingIsStored(String argument, String value) {
    Object old = client.answer(WRITE, entry(workspace.id(), "old")).get("scratchpad_entry_id");
    Map<String, Object> next = entry(workspace.id(), "new");
    next.put("superseded_entry_id", old);
    next.put(argument, value);

    assertError(argument, client.call(SUPERSEDE, next));
    assertEquals(1, events());
  }

  @Test
  void theCapabilityRowTakesNoArguments() {
    Object answer = client.answer(CAPABILITIES, Map.of()).get("capability_matrix");
    Map<?, ?> matrix = assertInstanceOf(Map.class, answer);

    assertEquals(49, matrix.size());
    assertEquals(true, matrix.get("cap_sea_link_authoring"));
    assertEquals(false, matrix.get("cap_sea_edit_field"));
    assertError("surplus", client.call(CAPABILITIES, Map.of("surplus", 1)));
  }

  @Test
  void aRefusalForRateIsAnErrorThatSaysHowLongToWait() throws Exception {
    workspace = sea.newWorkspace(Map.of("policy.actor_scratchpad_writes_per_minute", "1"));
    client.close();
    client = new ToolClient(sea.server(), workspace.token());
    client.answer(WRITE, entry(workspace.id(), "one"));

    CallToolResult refused = client.call(WRITE, entry(workspace.id(), "two"));
    assertTrue(refused.isError());
    Map<?, ?> answer = (Map<?, ?>) refused.structuredContent();
    assertEquals("rate_limited", answer.get("error"));
    long wait = assertInstanceOf(Number.class, answer.get("retry_after_ms")).longValue();
    assertTrue(wait > 0 && wait <= 60_000, () -> wait + " ms");
    assertEquals(2, answer.size());
    String text = ((TextContent) refused.content().get(0)).text();
    assertEquals(answer, new ObjectMapper().readValue(text, Map.class));
  }

  @Test
  void anActorWithoutTheCapabilityIsToldWhichOneItLacks() throws Exception {
    sea.tamper(
        "UPDATE sea.service_token SET actor_id = (SELECT actor_id FROM public.actor_registry"
            + " WHERE workspace_id = '%s' AND actor_kind = 'oracle')".formatted(workspace.id())
            + " WHERE workspace_id = '%s'".formatted(workspace.id()));

    assertError("cap_write_agent_scratchpad", client.call(WRITE, entry(workspace.id(), "text")));
    assertError("cap_sea_link_authoring", client.call(LINK, link()));
  }

  private Map<String, Object> link() {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("workspace_id", workspace.id());
    arguments.put("from_entity_id", "00000000-0000-0000-0000-000000000001");
    arguments.put("from_entity_kind", "Decision");
    arguments.put("to_entity_id", "00000000-0000-0000-0000-000000000002");
    arguments.put("to_entity_kind", "Ticket");
    arguments.put("link_type", "blocks");
    arguments.put("evidence_block_ids", List.of());
    return arguments;
  }

  private int events() {
    return sea.server().events(workspace.id(), 10).size();
  }
}
