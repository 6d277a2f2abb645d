package dev.kora.memory.sea.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.sea.ForeignPostgres;
import dev.kora.memory.sea.cli.InProcess.Ended;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import dev.kora.memory.sea.store.TokenHash;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A database of its own in which nothing keeps a superuser from any change: no constraint on the
 * chain is left. Its owner, who verifies, is no superuser.
 */
final class TamperedDatabase implements AutoCloseable {
  private static final String MINE =
      "tenant_id = (SELECT tenant_id FROM hivex_foundation.tenant WHERE clerk_org_id = '$w')";
  private static final String CONSTRAINTS_GONE =
      "DO $do$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname FROM"
          + " pg_constraint WHERE conrelid IN ('hivex_foundation.event_log'::regclass,"
          + " 'hivex_foundation.chain_head'::regclass) AND contype IN ('u', 'c', 'f') LOOP"
          + " EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);"
          + " END LOOP; END $do$";

  /** What only somebody who knows the formula does: every hash from $from on fits again. */
  private static final String REHASH =
      """
      DO $do$
      DECLARE
        prev bytea := coalesce((SELECT this_event_hash FROM $log WHERE $mine AND seq = $from - 1),
          sea.genesis('$w'));
        e record;
        last bigint := $from - 1;
      BEGIN
        FOR e IN SELECT * FROM $log WHERE $mine AND seq >= $from ORDER BY seq LOOP
          UPDATE $log SET prev_event_hash = prev, payload_sha256 = sha256(e.payload_c14n),
            payload = convert_from(e.payload_c14n, 'UTF8')::jsonb,
            this_event_hash = sha256(convert_to(E'kora.chain.v1\\n', 'UTF8') || prev
              || int8send(e.seq) || sea.lp('$w') || uuid_send(e.event_id) || uuid_send(e.event_key)
              || uuid_send(e.actor_id) || sea.lp(e.actor_kind) || sea.lp(e.event_type)
              || int8send(e.occurred_us) || int8send(e.emitted_us) || sha256(e.payload_c14n))
            WHERE event_id = e.event_id RETURNING this_event_hash INTO prev;
          last := e.seq;
        END LOOP;
        UPDATE $head SET seq = last, this_event_hash = prev WHERE $mine;
      END $do$""";

  final Dsn owner;
  private final Dsn superuser;
  private final EventStore store;

  TamperedDatabase() throws SQLException {
    owner = ForeignPostgres.shared().newDatabase();
    Dsn admin = ForeignPostgres.shared().superuser();
    superuser =
        new Dsn(
            admin.hostAndPort(), owner.database(), admin.query(), admin.user(), admin.password());
    newWorkspace();
    ForeignPostgres.run(
        superuser,
        CONSTRAINTS_GONE,
        "ALTER TABLE hivex_foundation.event_log ALTER COLUMN event_type DROP NOT NULL");
    store = EventStore.open(owner);
  }

  /** A workspace without an event. */
  String newWorkspace() {
    String id = "org_" + UUID.randomUUID();
    assertEquals(0, command("workspace", "create", id).status());
    return id;
  }

  /** A workspace with events 1 to 5. */
  String chainOfFive() throws SQLException {
    String id = newWorkspace();
    append(id, 5);
    return id;
  }

  void append(String workspace, int events) throws SQLException {
    String token = Secrets.random();
    try (Connection connection = Connections.open(owner)) {
      new ServiceTokens(connection).ensure(workspace, token);
    }
    Caller caller = store.resolve(TokenHash.of(token)).orElseThrow();
    for (int i = 1; i <= events; i++) {
      store.append(
          caller,
          "kora.test.ran",
          ("{\"i\":" + i + "}").getBytes(UTF_8),
          new WriteKey(UUID.randomUUID(), null));
    }
  }

  /** As the superuser; {@code $log}, {@code $head}, {@code $mine} and {@code $w} are filled in. */
  void tamper(String workspace, String... statements) throws SQLException {
    String[] filled =
        Stream.of(statements)
            .map(sql -> sql.replace("$log", "hivex_foundation.event_log"))
            .map(sql -> sql.replace("$head", "hivex_foundation.chain_head"))
            .map(sql -> sql.replace("$mine", MINE).replace("$w", workspace))
            .toArray(String[]::new);
    ForeignPostgres.run(superuser, filled);
  }

  /** Makes every hash from this event on, and the head row, fit what the rows say. */
  void rehash(String workspace, int from) throws SQLException {
    tamper(workspace, REHASH.replace("$from", String.valueOf(from)));
  }

  /** A command on this database, as its owner. */
  Ended command(String... arguments) {
    return InProcess.executeWith("--dsn", owner.uri(), arguments);
  }

  @Override
  public void close() {
    store.close();
  }
}
