package dev.kora.memory.example.demo;

import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * A second workspace on the same server, as {@code workspace create}, {@code token create} and
 * {@code dsn create} make one.
 *
 * @param id the workspace
 * @param token writes there
 * @param readerDsn reads there
 */
record Neighbour(String id, String token, String readerDsn) {
  private static final String ID = "org_neighbour";

  /** Kept data must not fill with credentials that nobody has: these end by themselves. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Makes the workspace unless it is there, and credentials for it. */
  static Neighbour on(SeaServer sea, Map<String, String> policies) throws SQLException {
    Dsn owner = Dsn.parse(sea.credentials().adminDsn());
    Dsn reader = owner.withUser(Readers.newName(), Secrets.random());
    String token = Secrets.random();
    try (Connection connection = Connections.open(owner)) {
      new WorkspaceSeed(connection, ID).ensureWorkspace(policies);
      new ServiceTokens(connection).lease(ID, token, LIFETIME);
      new Readers(connection).lease(ID, reader.user(), reader.password(), LIFETIME);
    }
    return new Neighbour(ID, token, reader.uri());
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "Neighbour[" + id + "]";
  }
}
