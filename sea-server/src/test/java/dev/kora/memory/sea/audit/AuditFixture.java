package dev.kora.memory.sea.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.VerifyReport;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.WriteKey;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A chain of five events in a workspace of its own, and ways to look at it. */
abstract class AuditFixture {
  final TestSea sea = TestSea.shared();
  @TempDir Path folder;
  Workspace workspace;

  @BeforeEach
  void aChainOfFive() throws Exception {
    workspace = sea.newWorkspace();
    append(5);
  }

  Checkpoint checkpoint() throws Exception {
    WorkspaceVerdict verdict = verify((Checkpoint) null).workspaces().get(0);
    return new Checkpoint(
        "o",
        workspace.id(),
        new ChainHead(verdict.lastSeq(), HexFormat.of().parseHex(verdict.head())));
  }

  VerifyReport verify(@Nullable Checkpoint checkpoint) throws Exception {
    try (Connection connection = Connections.open(sea.admin())) {
      return new ChainVerifier(checkpoint, Progress.NONE).verify(connection, workspace.id());
    }
  }

  static VerifyReport verify(Path file) {
    return new ChainVerifier().verify(file, null);
  }

  void append(int events) throws Exception {
    for (int i = 1; i <= events; i++) {
      sea.store()
          .append(
              workspace.caller(),
              "kora.test.ran",
              ("{\"i\":" + i + ",\"ä\":\"€\"}").getBytes(UTF_8),
              new WriteKey(UUID.randomUUID(), null));
    }
  }

  byte[] export() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Connection connection = Connections.openForRows(sea.admin())) {
      ExportWriter.export(connection, workspace.id(), out, Progress.NONE);
    }
    return out.toByteArray();
  }

  List<String> lines() throws Exception {
    return new ArrayList<>(new String(export(), UTF_8).lines().toList());
  }

  Path file(List<String> lines) throws Exception {
    return file((String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  Path file(byte[] bytes) throws Exception {
    return Files.write(folder.resolve("export.jsonl"), bytes);
  }

  String mine() {
    return "tenant_id = (SELECT tenant_id FROM hivex_foundation.tenant WHERE clerk_org_id = '"
        + workspace.id()
        + "')";
  }

  static void assertBreak(Kind kind, long seq, VerifyReport report) {
    ChainBreak found = report.workspaces().get(0).chainBreak();
    assertNotNull(found);
    assertEquals(kind, found.kind(), found::toString);
    assertEquals(seq, found.seq(), found::toString);
    assertFalse(report.intact());
  }
}
