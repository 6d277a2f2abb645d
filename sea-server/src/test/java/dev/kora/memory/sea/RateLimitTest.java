package dev.kora.memory.sea;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.RateLimitedException;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.WriteKey;
import dev.kora.memory.sea.store.WrittenEntry;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final String POLICY = "policy.actor_scratchpad_writes_per_minute";

  private final TestSea sea = TestSea.shared();

  @Test
  void aMinuteHasRoomForWhatThePolicySaysAndNotOneMore() throws Exception {
    Workspace workspace = sea.newWorkspace(Map.of(POLICY, "3"));
    for (int i = 0; i < 3; i++) {
      write(workspace.caller(), key());
    }

    RateLimitedException e = refused(workspace.caller());
    assertTrue(
        e.retryAfterMillis() > 0 && e.retryAfterMillis() <= 60_000,
        () -> e.retryAfterMillis() + "");
    assertEquals(3, entries(workspace));
    assertTrue(sea.server().verify(workspace.id()).intact());
  }

  @Test
  void theMinuteSlides() throws Exception {
    Workspace workspace = sea.newWorkspace(Map.of(POLICY, "2"));
    WrittenEntry first = write(workspace.caller(), key());
    write(workspace.caller(), key());
    age(first, "20 seconds");

    long wait = refused(workspace.caller()).retryAfterMillis();
    assertTrue(wait > 5_000 && wait <= 40_000, () -> wait + " ms");
    age(first, "40 seconds");
    write(workspace.caller(), key());
    refused(workspace.caller());
  }

  @Test
  void manyWritersAtOnceGetExactlyWhatThePolicySays() throws Exception {
    Workspace workspace = sea.newWorkspace(Map.of(POLICY, "10"));
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      Callable<Integer> one =
          () -> {
            try {
              write(workspace.caller(), key());
              return 1;
            } catch (RateLimitedException e) {
              return 0;
            }
          };
      int written = 0;
      for (Future<Integer> future : pool.invokeAll(Collections.nCopies(32, one))) {
        written += future.get();
      }
      assertEquals(10, written);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aRepeatIsNoWriteAndIsAnsweredWhenThereIsNoRoom() throws Exception {
    Workspace workspace = sea.newWorkspace(Map.of(POLICY, "2"));
    WriteKey key = key();
    WrittenEntry first = write(workspace.caller(), key);
    assertEquals(first, write(workspace.caller(), key));
    write(workspace.caller(), key());

    refused(workspace.caller());
    assertEquals(first, write(workspace.caller(), key));
  }

  @Test
  void supersedingIsAWriteAndARefusedOneLeavesTheOldEntryActive() throws Exception {
    Workspace workspace = sea.newWorkspace(Map.of(POLICY, "2"));
    UUID old = write(workspace.caller(), key()).entryId();
    UUID next = sea.store().supersede(workspace.caller(), old, entry(), key()).entryId();

    assertThrows(
        RateLimitedException.class,
        () -> sea.store().supersede(workspace.caller(), next, entry(), key()));
    assertEquals("active", status(next));
  }

  @Test
  void eventsAndOtherWorkspacesAreNotLimited() throws Exception {
    Workspace workspace = sea.newWorkspace(Map.of(POLICY, "1"));
    write(workspace.caller(), key());
    refused(workspace.caller());

    for (int i = 0; i < 3; i++) {
      sea.store().append(workspace.caller(), "kora.test.ran", "{}".getBytes(UTF_8), key());
    }
    assertNotEquals(null, write(sea.newWorkspace(Map.of(POLICY, "1")).caller(), key()));
  }

  @Test
  void withoutAUsablePolicyTheSeedsValueHolds() throws Exception {
    Workspace workspace = sea.newWorkspace();
    sea.tamper(
        "DELETE FROM public.kora_policy_registry WHERE workspace_id = '" + workspace.id() + "'");
    for (int i = 0; i < 30; i++) {
      write(workspace.caller(), key());
    }
    refused(workspace.caller());
  }

  @Test
  void aPolicyOfZeroAllowsNothing() throws Exception {
    assertEquals(
        60_000, refused(sea.newWorkspace(Map.of(POLICY, "0")).caller()).retryAfterMillis());
  }

  private RateLimitedException refused(Caller caller) {
    return assertThrows(RateLimitedException.class, () -> write(caller, key()));
  }

  private WrittenEntry write(Caller caller, WriteKey key) throws Exception {
    return sea.store().write(caller, entry(), key);
  }

  private void age(WrittenEntry entry, String by) throws Exception {
    sea.tamper(
        "UPDATE kronicle.agent_scratchpad_entries SET created_at = created_at - interval '%s'"
                .formatted(by)
            + " WHERE scratchpad_entry_id = '%s'".formatted(entry.entryId()));
  }

  private String status(UUID entry) throws Exception {
    return sea.query(
        "SELECT status FROM kronicle.agent_scratchpad_entries WHERE scratchpad_entry_id = '"
            + entry
            + "'");
  }

  private long entries(Workspace workspace) throws Exception {
    return Long.parseLong(
        sea.query(
            "SELECT count(*) FROM kronicle.agent_scratchpad_entries WHERE workspace_id = '"
                + workspace.id()
                + "'"));
  }

  private static ScratchpadEntry entry() {
    return new ScratchpadEntry("hypothesis", "agent_private", "text", "0".repeat(64));
  }

  private static WriteKey key() {
    return new WriteKey(UUID.randomUUID(), null);
  }
}
