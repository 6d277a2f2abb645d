package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.ForeignPostgres;
import dev.kora.memory.sea.cli.InProcess.Ended;
import dev.kora.memory.sea.store.Dsn;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorMistakesTest {
  private static final String NEVER = "00000000-0000-0000-0000-000000000000";
  private static Dsn empty;
  private static Dsn made;

  @BeforeAll
  static void twoDatabases() throws Exception {
    empty = ForeignPostgres.shared().newDatabase();
    made = ForeignPostgres.shared().newDatabase();
    assertEquals(0, on(made, "workspace", "create", "org_a").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | already | workspace create org_a
          1 | 1 to 200 characters | workspace create ' '
          1 | there is no policy "nonsense" | workspace create org_x --policy nonsense=1
          1 | is not JSON | workspace create org_x --policy policy.kora_voice_provider=opus
          2 | KEY=VALUE | workspace create org_x --policy policy.a
          1 | no workspace "org_x" | token create --workspace org_x
          1 | no workspace "org_x" | dsn create --workspace org_x
          1 | no actor "human" | token create --workspace org_a --actor human
          2 | is not like 90d | token create --workspace org_a --expires 90
          2 | is not like 90d | token create --workspace org_a --expires 0d
          2 | longer than 10 years | token create --workspace org_a --expires 4000d
          1 | there is no token | token revoke 00000000-0000-0000-0000-000000000000
          2 | '7' to UUID (see --help) | token revoke 7
          2 | create, list, revoke | token
          """)
  void aMistakeIsOneLine(int status, String contains, String words) {
    String[] arguments = words.split(" (?=[^']*(?:'[^']*'[^']*)*$)", -1);
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = arguments[i].replace("'", "");
    }

    Ended ended = arguments.length == 1 ? InProcess.execute(arguments) : on(made, arguments);

    assertEquals(status, ended.status(), ended.errors());
    assertTrue(ended.errors().contains(contains), ended.errors());
    assertEquals(1, ended.errors().strip().lines().count(), ended.errors());
    assertEquals("", ended.output());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workspace list",
        "token list",
        "events",
        "token revoke " + NEVER,
        "token create --workspace w",
        "dsn create --workspace w"
      })
  void withoutASchemaTheCommandsSayWhatToRunFirst(String words) {
    Ended ended = on(empty, words.split(" ", -1));

    assertEquals(1, ended.status());
    assertTrue(ended.errors().contains("workspace create"), ended.errors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          write % as %25 | postgres://u:100%"@127.0.0.1/d
          port 99999 is none | postgres://u:geheim@127.0.0.1:99999/d
          there is no such host | postgres://u:geheim@nohost.invalid/d
          PGPASSWORD | postgres://u@HERE
          option "password" cannot | postgres://u@127.0.0.1/d?password=geheim
          option "user" cannot | postgres://u@127.0.0.1/d?a=b&us%65r=x
          """)
  void aDsnThatCannotBeUsedSaysWhatToDo(String contains, String dsn) {
    String given = dsn.replace("HERE", empty.hostAndPort() + "/" + empty.database());
    Ended ended = InProcess.execute("workspace", "list", "--dsn", given);

    assertEquals(1, ended.status());
    assertTrue(ended.errors().contains(contains), ended.errors());
    assertFalse(ended.errors().contains("geheim"), ended.errors());
    assertEquals(1, ended.errors().strip().lines().count(), ended.errors());
  }

  @Test
  void whoDoesNotOwnSeasSchemaIsToldWhoDoes() throws Exception {
    Dsn other = ForeignPostgres.shared().newDatabase();
    Dsn there = new Dsn(made.hostAndPort(), made.database(), "", other.user(), other.password());
    for (String words : new String[] {"workspace create w", "workspace list"}) {
      Ended ended = on(there, words.split(" ", -1));

      assertTrue(ended.status() > 0);
      assertTrue(ended.errors().contains("connect as "), ended.errors());
      assertFalse(ended.errors().contains("ALTER DATABASE"), ended.errors());
    }
  }

  @Test
  void aDsnInTheWrongPlaceIsNotRepeatedWithItsPassword() {
    Ended ended = InProcess.execute("token", "list", "postgres://u:geheim@h/d");

    assertEquals(2, ended.status());
    assertFalse(ended.errors().contains("geheim"), ended.errors());
  }

  private static Ended on(Dsn owner, String... arguments) {
    return InProcess.executeWith("--dsn", owner.uri(), arguments);
  }
}
