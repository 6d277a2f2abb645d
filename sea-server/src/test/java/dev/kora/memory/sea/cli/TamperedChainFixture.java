package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.cli.InProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database to tamper with, and what {@code verify} must say of it and of its export. */
@Timeout(120)
abstract class TamperedChainFixture {
  static final Set<Kind> SEEN = EnumSet.noneOf(Kind.class);
  static TamperedDatabase database;

  final ObjectMapper mapper = new ObjectMapper();
  @TempDir Path folder;

  @BeforeAll
  static void open() throws Exception {
    database = new TamperedDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /** In the database and in its export, for people and for programs. */
  void assertFound(String workspace, String kind, long seq, String... options) throws Exception {
    Ended export = database.command("export", "--workspace", workspace);
    assertEquals(0, export.status(), export.errors());
    String file = Files.writeString(folder.resolve("export"), export.output()).toString();

    assertFound(kind, seq, database.command(with(options, "verify", "--workspace", workspace)));
    assertFound(
        kind, seq, database.command(with(options, "verify", "--json", "--workspace", workspace)));
    assertFound(kind, seq, InProcess.execute(with(options, "verify", "--file", file)));
    assertFound(kind, seq, InProcess.execute(with(options, "verify", "--json", "--file", file)));
  }

  void assertFound(String kind, long seq, Ended ended) throws Exception {
    assertEquals(1, ended.status(), ended::toString);
    assertEquals("", ended.errors());
    assertEquals(1, ended.output().lines().count(), ended::output);
    if (ended.output().startsWith("{")) {
      JsonNode report = mapper.readTree(ended.output());
      JsonNode verdict = report.path("workspaces").path(0);
      assertEquals(false, report.path("intact").booleanValue());
      assertEquals(false, verdict.path("anchored").booleanValue());
      assertEquals(kind, verdict.path("break").path("kind").textValue(), report::toString);
      assertEquals(seq, verdict.path("break").path("seq").longValue(), report::toString);
    } else {
      String words = "BROKEN at event " + seq + ", " + kind + ": ";
      assertTrue(ended.output().contains(words), ended.output());
    }
    SEEN.add(
        Arrays.stream(Kind.values()).filter(k -> k.label().equals(kind)).findFirst().orElseThrow());
  }

  void assertUnanchored(String workspace) throws Exception {
    Ended bare = database.command("verify", "--workspace", workspace);
    assertEquals(0, bare.status(), bare::toString);
    assertTrue(bare.output().contains("intact, UNANCHORED"), bare.output());
    JsonNode report =
        mapper.readTree(database.command("verify", "--json", "--workspace", workspace).output());
    assertEquals(true, report.path("intact").booleanValue());
    assertEquals(false, report.path("workspaces").path(0).path("anchored").booleanValue());
  }

  /** Signs the chain's end; returns the verifier key. */
  String checkpoint(String workspace) {
    String verifier =
        InProcess.execute("checkpoint", "key", "--out", folder.resolve("key").toString()).output();
    assertEquals(0, create(workspace).status());
    return verifier.strip();
  }

  Ended create(String workspace) {
    return database.command(
        "checkpoint",
        "create",
        "--workspace",
        workspace,
        "--key",
        folder.resolve("key").toString(),
        "--out",
        note());
  }

  String note() {
    return folder.resolve("note").toString();
  }

  static String[] with(String[] options, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return all;
  }
}
