package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.ForeignPostgres;
import dev.kora.memory.sea.cli.InProcess.Ended;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code verify} could not look at is status 2 and one line that says why: never intact. */
@Timeout(120)
class NotVerifiedCommandTest {
  @TempDir static Path folder;
  private static TamperedDatabase database;
  private static String workspace;
  private static String verifier;

  @BeforeAll
  static void aChainWithAnExportAndACheckpoint() throws Exception {
    database = new TamperedDatabase();
    workspace = database.chainOfFive();
    Ended export = database.command("export", "--workspace", workspace);
    Files.writeString(path("export"), export.output());
    verifier = key("key");
    assertEquals(0, sign(workspace, "note").status());
    assertEquals(0, verify(workspace, "note", verifier).status());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aReaderSeesPartOfTheRows() {
    String dsn = database.command("dsn", "create", "--workspace", workspace).output().strip();

    assertNotVerified(
        "may not see every row",
        InProcess.execute("verify", "--workspace", workspace, "--dsn", dsn));
    assertNotVerified("may not see every row", InProcess.execute("verify", "--dsn", dsn));
  }

  @Test
  void aRoleThatMaySelectUnderThePoliciesSeesNoRow() throws Exception {
    Dsn role = database.owner.withUser("r_" + workspace.substring(4), Secrets.random());
    database.tamper(
        workspace,
        "CREATE ROLE \"" + role.user() + "\" LOGIN PASSWORD '" + role.password() + "'",
        "GRANT USAGE ON SCHEMA hivex_foundation TO \"" + role.user() + "\"",
        "GRANT SELECT ON ALL TABLES IN SCHEMA hivex_foundation TO \"" + role.user() + "\"");

    assertNotVerified(
        "may not see every row",
        InProcess.execute("verify", "--workspace", workspace, "--dsn", role.uri()));
  }

  @Test
  void nothingWasRead() throws Exception {
    assertNotVerified(
        "nothing to verify yet",
        database.command("verify", "--workspace", database.newWorkspace()));
    assertNotVerified(
        "no workspace \"org_none\"", database.command("verify", "--workspace", "org_none"));
    Dsn empty = ForeignPostgres.shared().newDatabase();
    assertNotVerified("holds no chain", InProcess.execute("verify", "--dsn", empty.uri()));
    assertNotVerified(
        "cannot connect", InProcess.execute("verify", "--dsn", "postgres://a:b@127.0.0.1:1/c"));
    assertNotVerified(
        "no server's data", InProcess.execute("verify", "--data-dir", path("none").toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          there is no file | none
          cannot read | .
          is no export of a chain | empty
          is no export of a chain | another object
          line 1 | garbage
          this version reads | other
          after its last line | twice
          after its last line | junk
          after its last line | half
          line 3: hash_version | version
          line 2: this is no line | list
          line 3: event_key must be there and be a UUID | short
          line 3: actor_kind must be there and be a string | missing
          line 3: seq must be there and be an integer | text
          Duplicate field | repeated
          line 3: event_key | field
          """)
  void aFileThatIsNoExport(String contains, String name) throws Exception {
    String export = Files.readString(path("export"));
    Files.writeString(path("empty"), "");
    Files.writeString(path("another object"), "{\"workspace\":\"w\"}\n");
    Files.writeString(path("garbage"), "\u0000\u0001 no JSON\n");
    Files.writeString(path("other"), export.replace("export.v1", "export.v2"));
    Files.writeString(path("twice"), export + export);
    Files.writeString(path("junk"), export + "junk");
    Files.writeString(path("half"), export + "{\"seq\":6,");
    Files.writeString(
        path("version"), changed(export, "\"hash_version\":1", "\"hash_version\":9999999999"));
    Files.writeString(
        path("short"), export.replaceAll("(\"seq\":2,.*\"event_key\":)\"[^\"]*", "$1\"1-1-1-1-1"));
    Files.writeString(path("missing"), changed(export, "\"actor_kind\":\"kora\",", ""));
    Files.writeString(path("text"), changed(export, "\"seq\":2,", "\"seq\":\"2\","));
    Files.writeString(path("list"), export.replaceFirst("\n", "\n[]\n"));
    Files.writeString(
        path("repeated"),
        changed(export, "\"hash_version\":1", "\"hash_version\":2,\"hash_version\":1"));
    Files.writeString(path("field"), changed(export, "\"event_key\":\"", "\"event_key\":\"x"));

    assertNotVerified(contains, InProcess.execute("verify", "--file", path(name).toString()));
  }

  @Test
  void anExportOfAnotherWorkspace() {
    assertNotVerified(
        "is an export of",
        InProcess.execute(
            "verify", "--workspace", "org_other", "--file", path("export").toString()));
  }

  @Test
  void aCheckpointOfAnotherWorkspace() throws Exception {
    String other = database.chainOfFive();
    assertEquals(0, sign(other, "other note").status());

    assertNotVerified("the checkpoint is for", verify(workspace, "other note", verifier));
    assertNotVerified(
        "the checkpoint is for",
        InProcess.execute(
            "verify",
            "--file",
            path("export").toString(),
            "--checkpoint",
            path("other note").toString(),
            "--verifier",
            verifier));
  }

  @Test
  void aCheckpointThatIsNoneOrWasChanged() throws Exception {
    Files.writeString(path("no note"), "5\n");
    String note = Files.readString(path("note"));
    Files.writeString(path("changed"), note.replace("\n5\n", "\n4\n"));

    assertNotVerified("there is no such file", verify(workspace, "none", verifier));
    assertNotVerified("cannot be read", verify(workspace, ".", verifier));
    assertNotVerified("is no signed note", verify(workspace, "no note", verifier));
    assertNotVerified("does not hold", verify(workspace, "changed", verifier));
  }

  @Test
  void aKeyThatDidNotSignOrIsNone() throws Exception {
    assertNotVerified("is not signed by", verify(workspace, "note", key("another key")));
    assertNotVerified("is no verifier key", verify(workspace, "note", "a+b"));
    assertNotVerified("there is no such file", verify(workspace, "note", path("gone").toString()));
    assertNotVerified(
        "is no verifier key", verify(workspace, "note", path("another key").toString()));

    Files.copy(path("note"), path("alone"));
    assertNotVerified(
        "--verifier",
        database.command(
            "verify", "--workspace", workspace, "--checkpoint", path("alone").toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--verifier a+b+c",
        "--file x --data-dir y",
        "--data-dir y --dsn z",
        "--file x y"
      })
  void whatWasNotSaidClearly(String words) {
    Ended ended = InProcess.execute(("verify " + words).strip().split(" "));
    assertEquals(2, ended.status());
    assertEquals("", ended.output());
    assertEquals(1, ended.errors().strip().lines().count(), ended.errors());
  }

  private static void assertNotVerified(String contains, Ended ended) {
    assertEquals(2, ended.status(), ended::toString);
    assertEquals("", ended.output());
    assertTrue(ended.errors().contains(contains), ended.errors());
    assertEquals(1, ended.errors().strip().lines().count(), ended.errors());
  }

  private static Ended verify(String of, String note, String key) {
    return database.command(
        "verify", "--workspace", of, "--checkpoint", path(note).toString(), "--verifier", key);
  }

  private static Ended sign(String of, String note) {
    return database.command(
        "checkpoint",
        "create",
        "--workspace",
        of,
        "--key",
        path("key").toString(),
        "--out",
        path(note).toString());
  }

  private static String key(String name) {
    return InProcess.execute("checkpoint", "key", "--out", path(name).toString()).output().strip();
  }

  /** The second event's first such text. */
  private static String changed(String export, String from, String to) {
    int second = export.indexOf("{\"seq\":2,");
    int at = export.indexOf(from, second);
    return export.substring(0, at) + to + export.substring(at + from.length());
  }

  private static Path path(String name) {
    return folder.resolve(name);
  }
}
