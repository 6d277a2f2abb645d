package dev.kora.memory.isokron.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.SeaWorkspace;
import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.Substrates;
import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.sea.WorkspaceVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract's formula, against the rows that Sea wrote and what its own verifier makes of them.
 */
@ExtendWith(SharedSea.class)
@Timeout(240)
class ChainHashCheckTest {
  @TempDir Path folder;

  @Test
  void itsHashesAreThoseOfSeasOwnVerifier() throws Exception {
    SeaWorkspace workspace = SeaWorkspace.create(SharedSea.server());
    for (int i = 0; i < 3; i++) {
      new HostFiles(folder).emit(HostFiles.settings(SharedSea.server(), workspace));
    }
    List<ChainedEvent> rows = new ArrayList<>();
    try (Substrate substrate = Substrates.open(workspace.readerDsn(), Duration.ofSeconds(60))) {
      for (ChainEvent event : SharedSea.server().events(workspace.id(), 10)) {
        rows.add(new EventReads(substrate).chained(workspace.id(), event.eventId()).orElseThrow());
      }
    }
    WorkspaceVerdict verdict = SharedSea.server().verify(workspace.id()).workspaces().get(0);
    assertTrue(verdict.intact());
    assertEquals(3, rows.size());
    assertEquals(rows.get(0).previous(), ChainHashCheck.genesis(workspace.id()));
    for (ChainedEvent row : rows) {
      assertEquals(Optional.empty(), ChainHashCheck.problem(workspace.id(), row));
      assertTamperingIsSeen(workspace.id(), row);
    }
    assertEquals(verdict.head(), ChainHashCheck.hash(workspace.id(), rows.get(2)));
  }

  private static void assertTamperingIsSeen(String workspace, ChainedEvent e) {
    UUID id = UUID.randomUUID();
    String hash = "00".repeat(32);
    String payload = "7b7d";
    List<ChainedEvent> tampered =
        List.of(
            with(e, e.seq() + 1, e.id(), e.key(), e.actor(), e.actorKind(), e.type(), 0, 0),
            with(e, e.seq(), id, e.key(), e.actor(), e.actorKind(), e.type(), 0, 0),
            with(e, e.seq(), e.id(), id, e.actor(), e.actorKind(), e.type(), 0, 0),
            with(e, e.seq(), e.id(), e.key(), id, e.actorKind(), e.type(), 0, 0),
            with(e, e.seq(), e.id(), e.key(), e.actor(), "hermes", e.type(), 0, 0),
            with(e, e.seq(), e.id(), e.key(), e.actor(), e.actorKind(), "kora.x.y", 0, 0),
            with(e, e.seq(), e.id(), e.key(), e.actor(), e.actorKind(), e.type(), 1, 0),
            with(e, e.seq(), e.id(), e.key(), e.actor(), e.actorKind(), e.type(), 0, 1),
            bytes(e, payload, e.payloadSha256(), e.previous(), e.hash(), 1),
            bytes(e, e.payload(), hash, e.previous(), e.hash(), 1),
            bytes(e, e.payload(), e.payloadSha256(), hash, e.hash(), 1),
            bytes(e, e.payload(), e.payloadSha256(), e.previous(), hash, 1),
            bytes(e, "no hex", "no hex", "", "", 1),
            bytes(e, e.payload(), e.payloadSha256(), e.previous(), e.hash(), 2));
    for (ChainedEvent other : tampered) {
      assertTrue(ChainHashCheck.problem(workspace, other).isPresent(), other.toString());
    }
    assertTrue(ChainHashCheck.problem(workspace + "x", e).isPresent());
  }

  private static ChainedEvent with(
      ChainedEvent e,
      long seq,
      UUID id,
      UUID key,
      UUID actor,
      String kind,
      String type,
      long later,
      long emittedLater) {
    return new ChainedEvent(
        seq,
        id,
        key,
        actor,
        kind,
        type,
        e.occurredUs() + later,
        e.emittedUs() + emittedLater,
        e.payload(),
        e.payloadSha256(),
        e.previous(),
        e.hash(),
        e.version(),
        e.before());
  }

  private static ChainedEvent bytes(
      ChainedEvent e, String payload, String sha256, String previous, String hash, int version) {
    return new ChainedEvent(
        e.seq(),
        e.id(),
        e.key(),
        e.actor(),
        e.actorKind(),
        e.type(),
        e.occurredUs(),
        e.emittedUs(),
        payload,
        sha256,
        previous,
        hash,
        version,
        e.before());
  }
}
