package dev.kora.memory.sea;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.WriteKey;
import dev.kora.memory.sea.store.WriteRefusedException;
import dev.kora.memory.sea.store.WriteRefusedException.Reason;
import dev.kora.memory.sea.store.WrittenEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainAppendTest {
  private static final ScratchpadEntry ENTRY =
      new ScratchpadEntry("hypothesis", "agent_private", "text", "0".repeat(64));

  private final TestSea sea = TestSea.shared();
  private Workspace workspace;

  @BeforeEach
  void aWorkspaceOfItsOwn() throws Exception {
    workspace = sea.newWorkspace();
  }

  @Test
  void eventsAreReadBackAsTheWorkspacesKoraActor() throws Exception {
    UUID id = append("kora.test.ran", "{\"a\":1}", key());

    ChainEvent event = sea.server().events(workspace.id(), 10).get(0);
    assertEquals(id, event.eventId());
    assertEquals(1, event.seq());
    assertEquals("kora", event.actorKind());
    assertEquals("{\"a\":1}", event.payload());
  }

  @Test
  void whatTheSqlHashesTheJavaVerifierComputesToo() throws Exception {
    append("kora.test.ran", "{}", key());
    append(
        "kora.test.ran",
        "{\"n\":[1e+21,5e-324,-0.1],\"ä\":\"€😀\"}",
        new WriteKey(UUID.randomUUID(), -5L));
    sea.store().write(workspace.caller(), ENTRY, key());

    WorkspaceVerdict verdict = verify();
    assertTrue(verdict.intact(), verdict::toString);
    assertEquals(3, verdict.rows());
    assertEquals(sea.server().events(workspace.id(), 1).get(0).hash(), verdict.head());
  }

  @Test
  void sixteenAppendersFromTheFirstEventOnMakeOneChainWithoutForkOrGap() throws Exception {
    Set<UUID> ids = appendSideBySide(List.of(workspace), 16, 20);

    assertEquals(320, ids.size());
    WorkspaceVerdict verdict = verify();
    assertTrue(verdict.intact(), verdict::toString);
    assertEquals(320, verdict.lastSeq());
  }

  @Test
  void sixteenAppendersOnFourWorkspacesMakeFourChains() throws Exception {
    List<Workspace> workspaces = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      workspaces.add(sea.newWorkspace());
    }

    assertEquals(320, appendSideBySide(workspaces, 16, 20).size());
    for (Workspace each : workspaces) {
      workspace = each;
      WorkspaceVerdict verdict = verify();
      assertTrue(verdict.intact(), verdict::toString);
      assertEquals(80, verdict.lastSeq());
    }
  }

  /** Events and entries, all of a workspace's appenders at once from its first event on. */
  private Set<UUID> appendSideBySide(List<Workspace> workspaces, int threads, int each)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier together = new CyclicBarrier(threads);
    try {
      List<Callable<Set<UUID>>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Caller caller = workspaces.get(t % workspaces.size()).caller();
        tasks.add(
            () -> {
              Set<UUID> ids = new HashSet<>();
              together.await();
              for (int i = 0; i < each; i++) {
                ids.add(
                    i % 4 == 3
                        ? sea.store().write(caller, ENTRY, key()).eventId()
                        : sea.store().append(caller, "kora.test.ran", "{}".getBytes(UTF_8), key()));
              }
              return ids;
            });
      }
      Set<UUID> all = new HashSet<>();
      for (Future<Set<UUID>> future : pool.invokeAll(tasks)) {
        all.addAll(future.get());
      }
      return all;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void theSameKeyAndBytesAreOneEvent() throws Exception {
    WriteKey key = new WriteKey(UUID.randomUUID(), 1_700_000_000_000_000L);
    UUID first = append("kora.test.ran", "{\"a\":1}", key);

    assertEquals(first, append("kora.test.ran", "{\"a\":1}", key));
    assertEquals(1, verify().rows());
  }

  @Test
  void theSameKeyInAnotherWorkspaceIsAnotherEvent() throws Exception {
    WriteKey key = key();
    UUID first = append("kora.test.ran", "{}", key);
    workspace = sea.newWorkspace();

    assertNotEquals(first, append("kora.test.ran", "{}", key));
  }

  @Test
  void theSameKeyWithOtherBytesIsRefusedAndNothingIsStored() throws Exception {
    UUID key = UUID.randomUUID();
    append("kora.test.ran", "{\"a\":1}", new WriteKey(key, 7L));

    assertRefused(
        Reason.KEY_REUSED, () -> append("kora.test.ran", "{\"a\":2}", new WriteKey(key, 7L)));
    assertRefused(
        Reason.KEY_REUSED, () -> append("kora.test.walked", "{\"a\":1}", new WriteKey(key, 7L)));
    assertRefused(
        Reason.KEY_REUSED, () -> append("kora.test.ran", "{\"a\":1}", new WriteKey(key, 8L)));
    assertRefused(
        Reason.KEY_REUSED,
        () -> sea.store().write(workspace.caller(), ENTRY, new WriteKey(key, 7L)));
    assertEquals(1, verify().rows());
  }

  @Test
  void aScratchpadEntryAndItsEventAreWrittenOncePerKey() throws Exception {
    WriteKey key = key();
    WrittenEntry first = sea.store().write(workspace.caller(), ENTRY, key);

    assertEquals(first, sea.store().write(workspace.caller(), ENTRY, key));
    ChainEvent event = sea.server().events(workspace.id(), 10).get(0);
    assertEquals(first.eventId(), event.eventId());
    assertEquals("kronicle.agent_scratchpad.created", event.eventType());
    assertTrue(event.payload().contains(first.entryId().toString()));
    ScratchpadEntry other =
        new ScratchpadEntry("hypothesis", "agent_private", "other text", "0".repeat(64));
    assertRefused(Reason.KEY_REUSED, () -> sea.store().write(workspace.caller(), other, key));
  }

  @Test
  void aRevokedTokenWritesNothing() throws Exception {
    sea.tamper(
        "UPDATE sea.service_token SET revoked_at = now() WHERE workspace_id = '"
            + workspace.id()
            + "'");

    assertRefused(Reason.TOKEN, () -> append("kora.test.ran", "{}", key()));
  }

  private UUID append(String type, String payload, WriteKey key) throws Exception {
    return sea.store().append(workspace.caller(), type, payload.getBytes(UTF_8), key);
  }

  private WorkspaceVerdict verify() {
    return sea.server().verify(workspace.id()).workspaces().get(0);
  }

  private static WriteKey key() {
    return new WriteKey(UUID.randomUUID(), null);
  }

  private static void assertRefused(
      Reason reason, org.junit.jupiter.api.function.Executable write) {
    assertEquals(reason, assertThrows(WriteRefusedException.class, write).reason());
  }
}
