package dev.kora.memory.sea;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.RelationLink;
import dev.kora.memory.sea.store.RelationLink.Entity;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.WriteKey;
import dev.kora.memory.sea.store.WriteRefusedException;
import dev.kora.memory.sea.store.WriteRefusedException.Reason;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CapabilityTest {
  private static final ScratchpadEntry ENTRY =
      new ScratchpadEntry("hypothesis", "agent_private", "text", "0".repeat(64));
  private static final RelationLink LINK =
      new RelationLink(
          new Entity(UUID.randomUUID(), "Decision"),
          new Entity(UUID.randomUUID(), "Ticket"),
          "blocks",
          List.of(),
          null);

  private final TestSea sea = TestSea.shared();
  private Workspace workspace;

  @BeforeEach
  void aWorkspaceOfItsOwn() throws Exception {
    workspace = sea.newWorkspace();
  }

  @Test
  void theMatrixIsKorasColumnOfTheContract() throws Exception {
    Map<String, Boolean> matrix = sea.store().capabilities(workspace.caller());

    assertEquals(49, matrix.size());
    assertEquals(22, matrix.values().stream().filter(granted -> granted).count());
    assertEquals(true, matrix.get("cap_write_agent_scratchpad"));
    assertEquals(true, matrix.get("cap_sea_link_authoring"));
    assertEquals(false, matrix.get("cap_sea_edit_field"));
  }

  @Test
  void anActorOfAnotherKindHasNoneOfThemAndMayOnlyAppendEvents() throws Exception {
    Caller critic = sea.callerOf(workspace, "critic");
    UUID entry = sea.store().write(workspace.caller(), ENTRY, key()).entryId();

    Map<String, Boolean> matrix = sea.store().capabilities(critic);
    assertEquals(49, matrix.size());
    assertFalse(matrix.containsValue(true));
    assertDenied("cap_write_agent_scratchpad", () -> sea.store().write(critic, ENTRY, key()));
    assertDenied(
        "cap_write_agent_scratchpad", () -> sea.store().supersede(critic, entry, ENTRY, key()));
    assertDenied("cap_sea_link_authoring", () -> sea.store().link(critic, LINK, key()));
    sea.store().append(critic, "kora.test.ran", "{}".getBytes(UTF_8), key());

    List<ChainEvent> events = sea.server().events(workspace.id(), 10);
    assertEquals(2, events.size());
    assertEquals("critic", events.get(1).actorKind());
  }

  @Test
  void aDeniedActorDoesNotGetAnothersAnswerByItsKey() throws Exception {
    WriteKey key = key();
    sea.store().write(workspace.caller(), ENTRY, key);
    Caller critic = sea.callerOf(workspace, "critic");

    assertDenied("cap_write_agent_scratchpad", () -> sea.store().write(critic, ENTRY, key));
  }

  @Test
  void anUnknownCapabilityIsDenied() throws Exception {
    assertEquals("f", sea.query("SELECT sea.is_granted('kora', 'cap_fly')"));
  }

  private static void assertDenied(String capability, Executable write) {
    WriteRefusedException e = assertThrows(WriteRefusedException.class, write);
    assertEquals(Reason.CAPABILITY, e.reason(), e::toString);
    assertTrue(String.valueOf(e.getMessage()).contains(capability), e::toString);
  }

  private static WriteKey key() {
    return new WriteKey(UUID.randomUUID(), null);
  }
}
