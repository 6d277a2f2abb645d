package dev.kora.memory.sea;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import dev.kora.memory.sea.store.TokenHash;
import dev.kora.memory.sea.store.Workspaces;
import dev.kora.memory.sea.store.WriteKey;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server on somebody's Postgres, with an owner that is no superuser. */
class ExternalServerTest {
  private static final String WORKSPACE = SeaOptions.DEFAULT_WORKSPACE;

  private final ForeignPostgres foreign = ForeignPostgres.shared();
  private Dsn owner;

  @BeforeEach
  void emptyDatabase() throws Exception {
    owner = foreign.newDatabase();
  }

  @Test
  void aWholeAppendAndAReadAsARestrictedOwner() throws Exception {
    try (SeaServer server = start("127.0.0.1");
        EventStore store = EventStore.open(owner)) {
      store.append(
          store.resolve(TokenHash.of(server.credentials().token())).orElseThrow(),
          "kora.test.ran",
          "{}".getBytes(UTF_8),
          new WriteKey(UUID.randomUUID(), null));

      assertTrue(server.verify(WORKSPACE).intact());
      assertEquals(1, visible(Dsn.parse(server.credentials().readerDsn()), "event_log"));
      assertFalse(server.hasTokensForClients());
    }
    assertEquals(0, count("sea.service_token"), "nothing of the server's is left");
    assertEquals(0, count("sea.reader_binding"));
  }

  @Test
  void aServerThatWasKilledLeavesNothingValidAndTheNextOneRemovesTheRest() throws Exception {
    SeaServer killed = start("127.0.0.1");
    Dsn reader = Dsn.parse(killed.credentials().readerDsn());
    Connection open = Connections.open(reader);
    assertEquals(1, rows(open, "hivex_foundation.tenant"), "valid while it lives");
    assertEquals(200, statusOf(killed, killed.credentials().token()));

    anHourPasses(reader);

    assertEquals(401, statusOf(killed, killed.credentials().token()));
    assertThrows(SeaException.class, () -> Connections.open(reader).close());
    assertEquals(0, rows(open, "hivex_foundation.tenant"), "a connection that was open before");
    open.close();
    try (SeaServer next = start("127.0.0.1")) {
      assertEquals(1, count("sea.service_token"));
      assertEquals(1, count("sea.reader_binding"));
      assertEquals(0, count("pg_roles WHERE rolname = '" + reader.user() + "'"));
      assertEquals(1, visible(Dsn.parse(next.credentials().readerDsn()), "tenant"));
    }
    killed.close();
  }

  @Test
  void serversThatStartAtOnceShareTheMigrationAndTheCleaning() throws Exception {
    List<SeaServer> killed = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      ExecutorService threads = Executors.newFixedThreadPool(3);
      try {
        List<Future<SeaServer>> starts =
            threads.invokeAll(Collections.nCopies(3, () -> start("127.0.0.1")));
        for (Future<SeaServer> start : starts) {
          killed.add(start.get());
          Dsn reader = Dsn.parse(start.get().credentials().readerDsn());
          assertEquals(1, visible(reader, "tenant"));
          anHourPasses(reader);
        }
        assertEquals(3, count("sea.reader_binding"), "the earlier three were removed");
      } finally {
        threads.shutdown();
      }
    }
    start("127.0.0.1").close();
    assertEquals(0, count("sea.reader_binding"));
    killed.forEach(SeaServer::close);
  }

  @Test
  void aLeaseIsExtendedAndMadeAnewAfterALongSleep() throws Exception {
    String token = Secrets.random();
    Dsn reader = owner.withUser("sea_reader_" + UUID.randomUUID(), Secrets.random());
    SeaCredentials credentials = new SeaCredentials(reader.uri(), owner.uri(), token);
    start("127.0.0.1").close();
    try (Connection connection = Connections.open(owner);
        EventStore store = EventStore.open(owner);
        CredentialLease lease = CredentialLease.take(connection, credentials, WORKSPACE)) {
      anHourPasses(reader);
      assertTrue(store.resolve(TokenHash.of(token)).isEmpty());

      lease.renew();

      assertTrue(store.resolve(TokenHash.of(token)).isPresent());
      assertEquals(1, visible(reader, "tenant"));

      anHourPasses(reader);
      start("127.0.0.1").close();
      assertEquals(0, count("sea.reader_binding"), "removed by another server");

      lease.renew();

      assertTrue(store.resolve(TokenHash.of(token)).isPresent());
      assertEquals(1, visible(reader, "tenant"));
    }
  }

  @Test
  void aRevokedLeaseStaysRevoked() throws Exception {
    try (SeaServer server = start("127.0.0.1");
        Connection connection = Connections.open(owner)) {
      ForeignPostgres.run(owner, "UPDATE sea.service_token SET revoked_at = now()");

      new ServiceTokens(connection)
          .lease(WORKSPACE, server.credentials().token(), Duration.ofHours(1));

      assertEquals(401, statusOf(server, server.credentials().token()));
    }
  }

  @Test
  void withoutATokenForClientsItServesLoopbackOnly() throws Exception {
    SeaException e = assertThrows(SeaException.class, () -> start("0.0.0.0"));
    assertTrue(String.valueOf(e.getMessage()).contains("token create"), e::toString);
    assertEquals(0, count("pg_namespace WHERE nspname = 'sea'"), "nothing was made for it");
    start("localhost").close();

    try (Connection connection = Connections.open(owner)) {
      new ServiceTokens(connection)
          .create(WORKSPACE, "kora", Secrets.random(), Duration.ofHours(1));
    }
    try (SeaServer server = start("0.0.0.0")) {
      assertTrue(server.hasTokensForClients());
    }

    ForeignPostgres.run(owner, "UPDATE sea.service_token SET expires_at = now()");
    assertThrows(SeaException.class, () -> start("0.0.0.0"));
  }

  @Test
  void aTemporaryDatabasesOwnTokenDoesNotCount() {
    SeaOptions options = SeaOptions.builder().host("0.0.0.0").build();

    assertThrows(SeaException.class, () -> SeaServer.start(options).close());
  }

  @Test
  void noSecretOfAServerIsInTheDatabasesLog() throws Exception {
    try (SeaServer server = start("127.0.0.1")) {
      String log = foreign.log();
      Dsn reader = Dsn.parse(server.credentials().readerDsn());
      assertTrue(log.contains(reader.user()));
      assertFalse(log.contains(reader.password()));
      assertFalse(log.contains(server.credentials().token()));
    }
  }

  private SeaServer start(String host) {
    return SeaServer.start(SeaOptions.builder().host(host).dsn(owner.uri()).build());
  }

  /** For the server's own token and reader. */
  private void anHourPasses(Dsn reader) throws SQLException {
    ForeignPostgres.run(
        owner,
        "UPDATE sea.service_token SET expires_at = expires_at - interval '61 minutes'",
        "UPDATE sea.reader_binding SET expires_at = expires_at - interval '61 minutes'"
            + " WHERE role_name = '"
            + reader.user()
            + "'",
        "DO $$ BEGIN EXECUTE (SELECT format('ALTER ROLE %I VALID UNTIL %L', rolname,"
            + " rolvaliduntil - interval '61 minutes') FROM pg_roles WHERE rolname = '"
            + reader.user()
            + "'); END $$");
  }

  private static int statusOf(SeaServer server, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.mcpEndpoint())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("Authorization", "Bearer " + token)
            .POST(
                BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
                        + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  private long count(String table) throws SQLException {
    try (Connection connection = Connections.open(owner)) {
      return rows(connection, table);
    }
  }

  private static long visible(Dsn reader, String table) throws SQLException {
    try (Connection connection = Connections.open(reader)) {
      return rows(connection, "hivex_foundation." + table);
    }
  }

  private static long rows(Connection connection, String table) throws SQLException {
    connection.setAutoCommit(false);
    Workspaces.enter(connection, WORKSPACE);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    } finally {
      connection.rollback();
    }
  }
}
