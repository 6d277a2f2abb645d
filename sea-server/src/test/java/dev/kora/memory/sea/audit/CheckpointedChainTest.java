package dev.kora.memory.sea.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.VerifyReport;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.store.Connections;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** Checkpoints: what they show when the database itself looks intact. */
class CheckpointedChainTest extends AuditFixture {
  @Test
  void aChainCutTogetherWithItsHeadIsFoundByACheckpointOnly() throws Exception {
    Checkpoint checkpoint = checkpoint();
    assertTrue(verify(checkpoint).workspaces().get(0).anchored());
    sea.tamper(
        "DELETE FROM hivex_foundation.event_log WHERE seq > 3 AND " + mine(),
        "UPDATE hivex_foundation.chain_head h SET seq = 3, this_event_hash = (SELECT this_event_hash"
            + " FROM hivex_foundation.event_log e WHERE e.tenant_id = h.tenant_id AND e.seq = 3) WHERE "
            + mine());

    assertTrue(verify((Checkpoint) null).intact());
    VerifyReport report = verify(checkpoint);
    assertBreak(Kind.TRUNCATED, 4, report);
    assertFalse(report.workspaces().get(0).anchored());
    Path file = file(export());
    assertBreak(Kind.TRUNCATED, 4, new ChainVerifier(checkpoint, Progress.NONE).verify(file, null));
  }

  @Test
  void aChainWrittenAnewIsFoundByACheckpointOnly() throws Exception {
    Checkpoint checkpoint = checkpoint();
    sea.tamper(
        "DELETE FROM hivex_foundation.event_log WHERE " + mine(),
        "UPDATE hivex_foundation.chain_head SET seq = 0, this_event_hash = sea.genesis('"
            + workspace.id()
            + "') WHERE "
            + mine());
    assertBreak(Kind.TRUNCATED, 1, verify(checkpoint));
    append(6);

    assertTrue(verify((Checkpoint) null).intact());
    assertBreak(Kind.HEAD_MISMATCH, 5, verify(checkpoint));
  }

  @Test
  void aChainThatGrewSinceItsCheckpointIsAnchored() throws Exception {
    Checkpoint checkpoint = checkpoint();
    append(2);

    WorkspaceVerdict verdict = verify(checkpoint).workspaces().get(0);
    assertTrue(verdict.anchored() && verdict.intact(), verdict::toString);
    assertEquals(7, verdict.lastSeq());
  }

  @Test
  void aWorkspaceThatACheckpointKnowsAndTheDatabaseDoesNotIsMissing() throws Exception {
    Checkpoint other = new Checkpoint("o", "org_gone", new ChainHead(3, new byte[32]));
    try (Connection connection = Connections.open(sea.admin())) {
      assertBreak(
          Kind.CHAIN_MISSING,
          1,
          new ChainVerifier(other, Progress.NONE).verify(connection, "org_gone"));
      assertThrows(
          SeaException.class,
          () -> new ChainVerifier(other, Progress.NONE).verify(connection, workspace.id()));
    }
  }
}
