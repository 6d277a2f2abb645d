package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.WriteKey;
import dev.kora.memory.sea.store.WriteRefusedException;
import dev.kora.memory.sea.store.WriteRefusedException.Reason;
import dev.kora.memory.sea.store.WrittenEntry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupersedeTest {
  private final TestSea sea = TestSea.shared();
  private Workspace workspace;
  private UUID old;

  @BeforeEach
  void anEntryToSupersede() throws Exception {
    workspace = sea.newWorkspace();
    old = sea.store().write(workspace.caller(), entry("old"), key()).entryId();
  }

  @Test
  void theNewEntryTakesTheOldOnesPlaceAndTheEventNamesBoth() throws Exception {
    WrittenEntry written = supersede(old, entry("new"), key());

    assertEquals("superseded", status(old));
    assertEquals("active", status(written.entryId()));
    ChainEvent event = sea.server().events(workspace.id(), 1).get(0);
    assertEquals("kronicle.agent_scratchpad.created", event.eventType());
    assertEquals(
        "{\"content_hash\":\"%s\",\"scratchpad_entry_id\":\"%s\",\"scratchpad_kind\":\"hypothesis\","
                .formatted("0".repeat(64), written.entryId())
            + "\"superseded_entry_id\":\"%s\",\"visibility_scope\":\"agent_private\"}"
                .formatted(old),
        event.payload());
    assertTrue(sea.server().verify(workspace.id()).intact());
  }

  @Test
  void ofTwoThatSupersedeTheSameEntryAtOnceOneWins() throws Exception {
    for (int round = 0; round < 20; round++) {
      UUID target = sea.store().write(workspace.caller(), entry("old"), key()).entryId();
      CyclicBarrier together = new CyclicBarrier(2);
      Callable<Boolean> one =
          () -> {
            together.await();
            try {
              supersede(target, entry("new"), key());
              return true;
            } catch (WriteRefusedException e) {
              assertEquals(Reason.STATE, e.reason());
              return false;
            }
          };
      ExecutorService pool = Executors.newFixedThreadPool(2);
      try {
        int won = 0;
        for (Future<Boolean> future : pool.invokeAll(List.of(one, one))) {
          won += future.get() ? 1 : 0;
        }
        assertEquals(1, won);
      } finally {
        pool.shutdownNow();
      }
      assertEquals("1", successors(target));
    }
  }

  @Test
  void aRepeatGetsTheFirstAnswerThoughTheOldEntryIsNoLongerActive() throws Exception {
    WriteKey key = key();
    WrittenEntry first = supersede(old, entry("new"), key);

    assertEquals(first, supersede(old, entry("new"), key));
    assertEquals("1", successors(old));
  }

  @Test
  void theKeyIsForTheseArgumentsOfThisToolOnly() throws Exception {
    WriteKey key = key();
    supersede(old, entry("new"), key);
    UUID other = sea.store().write(workspace.caller(), entry("other"), key()).entryId();
    ScratchpadEntry otherHash =
        new ScratchpadEntry("hypothesis", "agent_private", "new", "1".repeat(64));
    ScratchpadEntry otherKind =
        new ScratchpadEntry("self_critique", "agent_private", "new", "0".repeat(64));
    ScratchpadEntry otherScope =
        new ScratchpadEntry("hypothesis", "cross_agent_dereferenceable", "new", "0".repeat(64));

    assertRefused(Reason.KEY_REUSED, () -> supersede(old, entry("newer"), key));
    assertRefused(Reason.KEY_REUSED, () -> supersede(old, otherHash, key));
    assertRefused(Reason.KEY_REUSED, () -> supersede(old, otherKind, key));
    assertRefused(Reason.KEY_REUSED, () -> supersede(old, otherScope, key));
    assertRefused(Reason.KEY_REUSED, () -> supersede(other, entry("new"), key));
    assertRefused(
        Reason.KEY_REUSED, () -> sea.store().write(workspace.caller(), entry("new"), key));
    assertRefused(
        Reason.KEY_REUSED, () -> supersede(old, entry("new"), new WriteKey(key.key(), 1L)));
    assertEquals("active", status(other));
  }

  @Test
  void onlyAnActiveEntryOfTheActorInThisWorkspaceIsSuperseded() throws Exception {
    supersede(old, entry("new"), key());
    Workspace elsewhere = sea.newWorkspace();
    UUID foreign = sea.store().write(elsewhere.caller(), entry("old"), key()).entryId();
    sea.tamper(
        "INSERT INTO sea.capability VALUES ('hermes', 'cap_write_agent_scratchpad', true)"
            + " ON CONFLICT DO NOTHING");
    Caller hermes = sea.callerOf(workspace, "hermes");
    UUID hermesOwn = sea.store().write(hermes, entry("old"), key()).entryId();

    assertRefused("is not active but superseded", () -> supersede(old, entry("new"), key()));
    assertRefused("there is no entry", () -> supersede(foreign, entry("new"), key()));
    assertRefused("there is no entry", () -> supersede(UUID.randomUUID(), entry("new"), key()));
    assertRefused("another actor's", () -> supersede(hermesOwn, entry("new"), key()));
    assertEquals("active", status(foreign));
    assertEquals("active", status(hermesOwn));
    assertEquals(3, sea.server().events(workspace.id(), 10).size());
  }

  private WrittenEntry supersede(UUID target, ScratchpadEntry entry, WriteKey key)
      throws Exception {
    return sea.store().supersede(workspace.caller(), target, entry, key);
  }

  private String status(UUID entry) throws Exception {
    return sea.query(
        "SELECT status FROM kronicle.agent_scratchpad_entries WHERE scratchpad_entry_id = '"
            + entry
            + "'");
  }

  private String successors(UUID entry) throws Exception {
    return sea.query(
        "SELECT count(*) FROM kronicle.agent_scratchpad_entries WHERE supersedes_entry_id = '"
            + entry
            + "'");
  }

  private static void assertRefused(
      Reason reason, org.junit.jupiter.api.function.Executable write) {
    assertEquals(reason, assertThrows(WriteRefusedException.class, write).reason());
  }

  private static void assertRefused(String why, org.junit.jupiter.api.function.Executable write) {
    WriteRefusedException e = assertThrows(WriteRefusedException.class, write);
    assertEquals(Reason.STATE, e.reason());
    assertTrue(String.valueOf(e.getMessage()).contains(why), e::toString);
  }

  private static ScratchpadEntry entry(String text) {
    return new ScratchpadEntry("hypothesis", "agent_private", text, "0".repeat(64));
  }

  private static WriteKey key() {
    return new WriteKey(UUID.randomUUID(), null);
  }
}
