package dev.kora.memory.sea.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.cli.InProcess.Ended;
import dev.kora.memory.sea.store.WriteKey;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The auditor's commands as they are typed: what they print, and their exit status. */
@Timeout(120)
class AuditCommandsTest {
  private final TestSea sea = TestSea.shared();
  private final ObjectMapper json = new ObjectMapper();
  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void aChainOfTwo() throws Exception {
    workspace = sea.newWorkspace();
    append("{\"i\":1}");
    append("{\"text\":\"\u009b31m\u202eevil\\u001b\"}");
  }

  @Test
  void aCheckpointIsCreatedShownAndVerified() throws Exception {
    Ended made =
        InProcess.execute("checkpoint", "key", "--out", path("key"), "--name", "sea.example.org/x");
    String verifier = made.output().strip();
    assertTrue(verifier.startsWith("sea.example.org/x+"), verifier);
    assertEquals(0, create().status());

    JsonNode shown =
        json.readTree(
            InProcess.execute("checkpoint", "show", path("note"), "--verifier", verifier, "--json")
                .output());
    assertEquals(workspace.id(), shown.path("workspace").textValue());
    assertEquals(2, shown.path("seq").intValue());
    Ended verified = verify("--checkpoint", path("note"), "--verifier", verifier, "--json");
    assertEquals(0, verified.status(), verified.errors());
    assertEquals("", verified.errors());
    JsonNode report = json.readTree(verified.output());
    assertTrue(report.path("workspaces").path(0).path("anchored").booleanValue());
    assertEquals(shown.path("hash"), report.path("workspaces").path(0).path("head"));
  }

  @Test
  void aKeyBesideTheNoteIsBelievedAloudAndNoKeyIsStatusTwo() throws Exception {
    InProcess.execute("checkpoint", "key", "--out", path("key"));
    create();
    Ended believed = verify("--checkpoint", path("note"));
    assertEquals(0, believed.status());
    assertTrue(believed.errors().contains("beside the checkpoint was believed"));
    assertTrue(believed.output().contains("intact, anchored"), believed.output());

    Files.delete(folder.resolve("note.pub"));
    Ended unknown = verify("--checkpoint", path("note"));
    assertEquals(2, unknown.status());
    assertTrue(unknown.errors().contains("--verifier"), unknown.errors());
    assertEquals("", unknown.output());
  }

  @Test
  void aCheckpointThatIsNotThereIsSaidToBeMissing() {
    Ended shown = InProcess.execute("checkpoint", "show", path("none"));
    assertEquals(1, shown.status());
    assertTrue(shown.errors().contains("there is no checkpoint"), shown.errors());
  }

  @Test
  void aVerifierWithoutACheckpointIsAUsageErrorAndNotIgnored() {
    String verifier = InProcess.execute("checkpoint", "key", "--out", path("key")).output().strip();
    Ended alone = verify("--verifier", verifier);
    assertEquals(2, alone.status());
    assertTrue(alone.errors().contains("--checkpoint"), alone.errors());
    assertEquals("", alone.output());
  }

  @Test
  void aForgedCheckpointIsStatusTwoAndNeverIntact() throws Exception {
    String verifier = InProcess.execute("checkpoint", "key", "--out", path("key")).output().strip();
    create();
    String note = Files.readString(folder.resolve("note"));
    Files.writeString(folder.resolve("note"), note.replace("\n2\n", "\n1\n"));

    Ended forged = verify("--checkpoint", path("note"), "--verifier", verifier);
    assertEquals(2, forged.status());
    assertTrue(forged.errors().contains("does not hold"), forged.errors());
  }

  @Test
  void nothingIsSignedForABrokenChainOrOneThatLeftItsLastCheckpoint() throws Exception {
    InProcess.execute("checkpoint", "key", "--out", path("key"));
    assertEquals(0, create().status());
    append("{}");
    assertEquals(0, create().status());
    String note = Files.readString(folder.resolve("note"));

    sea.tamper(
        "UPDATE hivex_foundation.event_log SET event_type = 'kora.a.b' WHERE event_type LIKE"
            + " 'kora.test.%' AND seq = 2 AND tenant_id = (SELECT tenant_id FROM"
            + " hivex_foundation.tenant WHERE clerk_org_id = '"
            + workspace.id()
            + "')");
    Ended refused = create();
    assertEquals(1, refused.status());
    assertTrue(refused.errors().contains("broken at event 2 (hash"), refused.errors());
    assertEquals(note, Files.readString(folder.resolve("note")));
  }

  @Test
  void anExportIsVerifiedByItsFileAndOneWayOnly() throws Exception {
    Ended export = InProcess.execute("export", "--workspace", workspace.id(), "--dsn", dsn());
    assertEquals(0, export.status(), export.errors());
    assertEquals(4, export.output().lines().count());
    Files.writeString(folder.resolve("export"), export.output());

    assertEquals(0, InProcess.execute("verify", "--file", path("export")).status());
    assertEquals(2, InProcess.execute("verify", "--file", path("export"), "--dsn", dsn()).status());
    assertEquals(2, InProcess.execute("verify").status());
    Files.writeString(folder.resolve("export"), export.output().replace("kora.test", "kora.best"));
    Ended broken = InProcess.execute("verify", "--file", path("export"), "--json");
    assertEquals(1, broken.status());
    JsonNode found = json.readTree(broken.output()).path("workspaces").path(0).path("break");
    assertEquals("hash", found.path("kind").textValue());
    assertEquals(1, found.path("seq").intValue());
    assertEquals(
        1, InProcess.execute("export", "--workspace", "org_none", "--dsn", dsn()).status());
  }

  @Test
  void eventsAreOneObjectALineOrALineThatNoTerminalActsOn() throws Exception {
    Ended plain = InProcess.execute("events", "--workspace", workspace.id(), "--dsn", dsn());
    assertEquals(0, plain.status(), plain.errors());
    assertEquals(2, plain.output().lines().count());
    assertFalse(plain.output().codePoints().anyMatch(c -> c != '\n' && Character.isISOControl(c)));
    assertTrue(plain.output().contains("\\u009b31m\\u202eevil"), plain.output());

    List<JsonNode> events = new ArrayList<>();
    for (String line :
        InProcess.execute("events", "--workspace", workspace.id(), "--json", "--dsn", dsn())
            .output()
            .lines()
            .toList()) {
      events.add(json.readTree(line));
    }
    assertEquals(List.of(1, 2), events.stream().map(e -> e.path("seq").intValue()).toList());
    assertEquals(1, events.get(0).path("payload").path("i").intValue());
    assertTrue(
        InProcess.execute("events", "--json", "--dsn", dsn()).output().contains(workspace.id()));
    assertEquals(
        1, InProcess.execute("events", "--workspace", "org_none", "--dsn", dsn()).status());
  }

  @Test
  void followingShowsWhatComesAndEndsQuietlyWhenNobodyReads() throws Exception {
    PrintStream before = System.out;
    PipedInputStream in = new PipedInputStream();
    try (PrintStream pipe = new PrintStream(new PipedOutputStream(in))) {
      System.setOut(pipe);
      CompletableFuture<Integer> ended =
          CompletableFuture.supplyAsync(
              () ->
                  SeaCommand.execute(
                      "events",
                      "--follow",
                      "--json",
                      "--workspace",
                      workspace.id(),
                      "--dsn",
                      dsn()));
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8));
      for (int seq = 1; seq <= 3; seq++) {
        assertEquals(seq, json.readTree(reader.readLine()).path("seq").intValue());
        if (seq == 2) {
          append("{\"i\":3}");
        }
      }
      in.close();
      append("{}");
      assertEquals(0, ended.get(60, TimeUnit.SECONDS));
    } finally {
      System.setOut(before);
    }
  }

  private Ended create() {
    return InProcess.execute(
        "checkpoint",
        "create",
        "--workspace",
        workspace.id(),
        "--key",
        path("key"),
        "--out",
        path("note"),
        "--dsn",
        dsn());
  }

  private Ended verify(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("verify", "--workspace", workspace.id(), "--dsn", dsn()));
    arguments.addAll(List.of(options));
    return InProcess.execute(arguments.toArray(String[]::new));
  }

  private void append(String payload) throws Exception {
    sea.store()
        .append(
            workspace.caller(),
            "kora.test.ran",
            payload.getBytes(UTF_8),
            new WriteKey(UUID.randomUUID(), null));
  }

  private String dsn() {
    return sea.admin().uri();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
