package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.schema.Schema;
import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import dev.kora.memory.sea.store.TokenHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a write reads does not grow with what was written before, on a database that was empty a
 * moment ago: nothing has analysed its tables, and a session keeps the plans that it made for empty
 * ones.
 */
class WriteCostTest {
  private static final String WORKSPACE = "org_cost";
  private static final int BEFORE = 300;
  private static final int ENOUGH = 50;

  /** Policies bind an ordinary owner, which changes the plans. */
  enum Owner {
    SUPERUSER,
    ORDINARY;

    Dsn newDatabase() throws SQLException {
      ForeignPostgres foreign = ForeignPostgres.shared();
      if (this == ORDINARY) {
        return foreign.newDatabase();
      }
      Dsn superuser = foreign.superuser();
      String name = Readers.newName();
      ForeignPostgres.run(superuser, "CREATE DATABASE \"" + name + "\"");
      return new Dsn(superuser.hostAndPort(), name, "", superuser.user(), superuser.password());
    }
  }

  /** The write tools' functions, with new keys and with one that is there already. */
  enum Write {
    EVENT("sea.append_event(?, ?, 'kora.test.ran', '{}', gen_random_uuid(), NULL)"),
    ENTRY(
        "sea.write_agent_scratchpad(?, ?, 'hypothesis', 'agent_private', 'a text', repeat('0', 64),"
            + " gen_random_uuid(), NULL)"),
    LINK(
        "sea.create_relationlink(?, ?, gen_random_uuid(), 'Concept', gen_random_uuid(), 'Concept',"
            + " 'blocks', '{}', NULL, gen_random_uuid(), NULL)"),
    REPEATED_EVENT("sea.append_event(?, ?, 'kora.test.ran', '{}', md5('1')::uuid, NULL)"),
    REPEATED_ENTRY(
        "sea.write_agent_scratchpad(?, ?, 'hypothesis', 'agent_private', 'a text', repeat('0', 64),"
            + " md5('2')::uuid, NULL)"),
    REPEATED_LINK(
        "sea.create_relationlink(?, ?, md5('a')::uuid, 'Concept', md5('b')::uuid, 'Concept',"
            + " 'blocks', '{}', NULL, md5('3')::uuid, NULL)");

    private final String call;

    Write(String call) {
      this.call = call;
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsAFewRowsHoweverManyThereAre(Owner owner) throws Exception {
    Dsn dsn = owner.newDatabase();
    Schema.migrate(dsn);
    String token = Secrets.random();
    try (Connection connection = Connections.open(dsn)) {
      new WorkspaceSeed(connection, WORKSPACE)
          .ensureWorkspace(Map.of("policy.actor_scratchpad_writes_per_minute", "1000000"));
      new ServiceTokens(connection).ensure(WORKSPACE, token);
    }
    for (Write write : Write.values()) {
      try (Connection connection = Connections.open(dsn);
          Statement statement = connection.createStatement();
          PreparedStatement call = connection.prepareStatement("SELECT " + write.call)) {
        statement.execute("SET ROLE sea_writer");
        call.setBytes(1, TokenHash.of(token).toBytes());
        call.setString(2, WORKSPACE);
        for (int i = 0; i < BEFORE; i++) {
          call.execute();
        }
        long rows = rowsReadBy(connection, call);
        assertTrue(rows <= ENOUGH, write + " read " + rows + " rows");
      }
    }
  }

  private static long rowsReadBy(Connection connection, PreparedStatement call)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      long before = rowsRead(statement);
      call.execute();
      return rowsRead(statement) - before;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** By this session so far, from Sea's own tables and indexes. */
  private static long rowsRead(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT sum(pg_stat_get_xact_tuples_returned(oid)"
                + " + pg_stat_get_xact_tuples_fetched(oid))"
                + " FROM pg_class WHERE relkind IN ('r', 'i') AND oid > 16383")) {
      row.next();
      return row.getLong(1);
    }
  }
}
