package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.sea.schema.Schema;
import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Until Postgres 14 anybody may make functions in the schema {@code public}, and one that fits its
 * arguments better is called instead of Postgres' own.
 */
class PlantedFunctionTest {
  private static final String PLANTED =
      "CREATE FUNCTION public.format(text, %s) RETURNS text LANGUAGE plpgsql AS"
          + " $$ BEGIN RAISE EXCEPTION 'run as %%', current_user; END $$";

  @Test
  void theOwnerCallsPostgresOwnFunctionsAndNoReaders() throws Exception {
    Dsn owner = ForeignPostgres.shared().newDatabase();
    ForeignPostgres.run(inside(owner), "GRANT CREATE ON SCHEMA public TO PUBLIC");
    Schema.migrate(owner);
    Dsn reader = owner.withUser(Readers.newName(), Secrets.random());
    try (Connection connection = Connections.open(owner);
        Statement statement = connection.createStatement()) {
      new WorkspaceSeed(connection, "w").ensureWorkspace(Map.of());
      new Readers(connection).ensure("w", reader.user(), reader.password());
      ForeignPostgres.run(
          reader,
          PLANTED.formatted("name"),
          PLANTED.formatted("name, timestamptz"),
          PLANTED.formatted("text"));

      new Readers(connection).ensure("w", reader.user(), reader.password());
      ForeignPostgres.run(reader, "DROP OWNED BY CURRENT_USER");
      new Readers(connection).drop(reader.user());

      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM sea.reader_binding")) {
        row.next();
        assertEquals(0, row.getInt(1));
      }
    }
  }

  private static Dsn inside(Dsn owner) {
    Dsn superuser = ForeignPostgres.shared().superuser();
    return new Dsn(
        superuser.hostAndPort(),
        owner.database(),
        superuser.query(),
        superuser.user(),
        superuser.password());
  }
}
