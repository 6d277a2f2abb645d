package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.sea.cli.InProcess.Ended;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only a checkpoint shows, because every hash in the database fits. */
class TamperedPastCheckpointCommandTest extends TamperedChainFixture {
  @Test
  void aTailCutTogetherWithItsHeadIsFoundByTheCheckpointOnly() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.tamper(workspace, "DELETE FROM $log WHERE $mine AND seq > 3");
    database.rehash(workspace, 4);

    assertUnanchored(workspace);
    assertFound(workspace, "truncated", 4, "--checkpoint", note(), "--verifier", verifier);
    Ended create = create(workspace);
    assertEquals(1, create.status());
    assertTrue(create.errors().contains("broken at event 4 (truncated"), create.errors());
  }

  @Test
  void aTailCutAndGrownAgainIsFoundByTheCheckpointOnly() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.tamper(workspace, "DELETE FROM $log WHERE $mine AND seq > 3");
    database.rehash(workspace, 4);
    database.append(workspace, 4);

    assertUnanchored(workspace);
    assertFound(workspace, "head mismatch", 5, "--checkpoint", note(), "--verifier", verifier);
  }

  @Test
  void aChainWrittenAnewWithRightHashesIsFoundByTheCheckpointOnly() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.tamper(
        workspace,
        "UPDATE $log SET payload_c14n = convert_to('{\"i\":9}', 'UTF8') WHERE $mine AND seq = 2");
    database.rehash(workspace, 1);

    assertUnanchored(workspace);
    assertFound(workspace, "head mismatch", 5, "--checkpoint", note(), "--verifier", verifier);
  }

  @Test
  void anEventTakenOutWithRightHashesIsFoundByTheCheckpointOnly() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.tamper(
        workspace,
        "DELETE FROM $log WHERE $mine AND seq = 2",
        "UPDATE $log SET seq = seq - 1 WHERE $mine AND seq > 2");
    database.rehash(workspace, 1);

    assertUnanchored(workspace);
    assertFound(workspace, "truncated", 5, "--checkpoint", note(), "--verifier", verifier);
  }

  @Test
  void whatWasWrittenAfterTheCheckpointIsOnlyAsSureAsABareChain() throws Exception {
    String workspace = database.chainOfFive();
    String verifier = checkpoint(workspace);
    database.append(workspace, 2);
    database.tamper(workspace, "DELETE FROM $log WHERE $mine AND seq = 7");
    database.rehash(workspace, 7);

    Ended verified =
        database.command(
            "verify", "--workspace", workspace, "--checkpoint", note(), "--verifier", verifier);
    assertEquals(0, verified.status(), verified.errors());
    assertTrue(verified.output().contains("(1 to 6)"), verified.output());
    assertTrue(verified.output().contains("intact, anchored at event 5"), verified.output());
  }

  @Test
  void aCheckpointAnchorsItsOwnWorkspaceOnly() throws Exception {
    try (TamperedDatabase own = new TamperedDatabase()) {
      List<String> workspaces = List.of(own.chainOfFive(), own.chainOfFive());
      String key = folder.resolve("key").toString();
      assertEquals(0, InProcess.execute("checkpoint", "key", "--out", key).status());
      String signed = workspaces.get(1);
      Ended created =
          own.command("checkpoint", "create", "--workspace", signed, "--key", key, "--out", note());
      assertEquals(0, created.status(), created::toString);

      Ended all = own.command("verify", "--json", "--checkpoint", note());
      assertEquals(0, all.status(), all::toString);
      for (JsonNode verdict : mapper.readTree(all.output()).path("workspaces")) {
        assertEquals(
            signed.equals(verdict.path("workspace").textValue()),
            verdict.path("anchored").booleanValue(),
            all::output);
      }
    }
  }
}
