package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.RelationLink;
import dev.kora.memory.sea.store.RelationLink.Entity;
import dev.kora.memory.sea.store.WriteKey;
import dev.kora.memory.sea.store.WriteRefusedException;
import dev.kora.memory.sea.store.WriteRefusedException.Reason;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelationLinkTest {
  private static final Entity FROM = new Entity(UUID.randomUUID(), "Decision");
  private static final Entity TO = new Entity(UUID.randomUUID(), "Ticket");
  private static final UUID PROOF = UUID.randomUUID();
  private static final UUID REASON = UUID.randomUUID();

  private final TestSea sea = TestSea.shared();
  private Workspace workspace;

  @BeforeEach
  void aWorkspaceOfItsOwn() throws Exception {
    workspace = sea.newWorkspace();
  }

  @Test
  void theEdgeAndItsEventAreWrittenTogether() throws Exception {
    UUID id = link(edge("blocks", List.of(PROOF, FROM.id()), REASON), key());

    ChainEvent event = sea.server().events(workspace.id(), 10).get(0);
    assertEquals("kora.relationlink.created", event.eventType());
    assertEquals(
        "{\"evidence_block_ids\":[\"%s\",\"%s\"],\"from_entity_id\":\"%s\","
                .formatted(PROOF, FROM.id(), FROM.id())
            + "\"from_entity_kind\":\"Decision\",\"link_id\":\"%s\",\"link_type\":\"blocks\","
                .formatted(id)
            + "\"rationale_block_id\":\"%s\",\"to_entity_id\":\"%s\",\"to_entity_kind\":\"Ticket\"}"
                .formatted(REASON, TO.id()),
        event.payload());
    assertEquals(
        event.eventId().toString(),
        sea.query("SELECT chain_event_id FROM public.relationlink WHERE link_id = '" + id + "'"));
    assertTrue(sea.server().verify(workspace.id()).intact());
  }

  @Test
  void anEdgeNeedsNeitherEvidenceNorARationale() throws Exception {
    link(edge("blocks", List.of(), null), key());

    String payload = sea.server().events(workspace.id(), 10).get(0).payload();
    assertTrue(payload.startsWith("{\"evidence_block_ids\":[],"), payload);
    assertTrue(sea.server().verify(workspace.id()).intact());
  }

  @Test
  void anActiveEdgeIsThereOnce() throws Exception {
    UUID id = link(edge("blocks", List.of(), null), key());

    WriteRefusedException e =
        assertRefused(Reason.STATE, edge("blocks", List.of(PROOF), null), key());
    assertTrue(String.valueOf(e.getMessage()).contains(id.toString()), e::toString);
    assertEquals(1, sea.server().events(workspace.id(), 10).size());
    link(edge("covers", List.of(), null), key());
    link(new RelationLink(TO, FROM, "blocks", List.of(), null), key());
    workspace = sea.newWorkspace();
    link(edge("blocks", List.of(), null), key());
  }

  @Test
  void anEdgeThatIsNoLongerActiveMakesRoom() throws Exception {
    UUID id = link(edge("blocks", List.of(), null), key());
    sea.tamper(
        "UPDATE public.relationlink SET validity_state = 'superseded' WHERE link_id = '%s'"
            .formatted(id));

    assertNotEquals(id, link(edge("blocks", List.of(), null), key()));
  }

  @Test
  void aRepeatGetsTheFirstAnswer() throws Exception {
    WriteKey key = key();
    UUID id = link(edge("blocks", List.of(PROOF), REASON), key);

    assertEquals(id, link(edge("blocks", List.of(PROOF), REASON), key));
    assertEquals(1, sea.server().events(workspace.id(), 10).size());
  }

  @Test
  void theKeyIsForTheseArgumentsOnly() throws Exception {
    WriteKey key = key();
    link(edge("blocks", List.of(PROOF), REASON), key);
    Entity otherFrom = new Entity(FROM.id(), "Gotcha");
    Entity otherTo = new Entity(UUID.randomUUID(), "Ticket");

    assertRefused(Reason.KEY_REUSED, edge("covers", List.of(PROOF), REASON), key);
    assertRefused(Reason.KEY_REUSED, edge("blocks", List.of(), REASON), key);
    assertRefused(Reason.KEY_REUSED, edge("blocks", List.of(PROOF), null), key);
    assertRefused(
        Reason.KEY_REUSED, new RelationLink(otherFrom, TO, "blocks", List.of(PROOF), REASON), key);
    assertRefused(
        Reason.KEY_REUSED, new RelationLink(FROM, otherTo, "blocks", List.of(PROOF), REASON), key);
    assertRefused(
        Reason.KEY_REUSED, edge("blocks", List.of(PROOF), REASON), new WriteKey(key.key(), 1L));
    WriteKey ofAnEvent = key();
    sea.store().append(workspace.caller(), "kora.test.ran", new byte[] {'{', '}'}, ofAnEvent);
    assertRefused(Reason.KEY_REUSED, edge("covers", List.of(), null), ofAnEvent);
  }

  @Test
  void theDatabaseItselfKnowsKindsAndTypes() {
    assertRefused(
        Reason.VALUE,
        new RelationLink(new Entity(UUID.randomUUID(), "Dog"), TO, "blocks", List.of(), null),
        key());
    assertRefused(Reason.VALUE, edge("likes", List.of(), null), key());
    assertRefused(Reason.VALUE, new RelationLink(FROM, FROM, "blocks", List.of(), null), key());
    assertEquals(List.of(), sea.server().events(workspace.id(), 10));
  }

  private static RelationLink edge(String type, List<UUID> evidence, @Nullable UUID rationale) {
    return new RelationLink(FROM, TO, type, evidence, rationale);
  }

  private UUID link(RelationLink link, WriteKey key) throws Exception {
    return sea.store().link(workspace.caller(), link, key);
  }

  private WriteRefusedException assertRefused(Reason reason, RelationLink link, WriteKey key) {
    WriteRefusedException e = assertThrows(WriteRefusedException.class, () -> link(link, key));
    assertEquals(reason, e.reason(), e::toString);
    return e;
  }

  private static WriteKey key() {
    return new WriteKey(UUID.randomUUID(), null);
  }
}
