package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One process of Postgres killed in mid-append: Postgres then ends all others, goes through crash
 * recovery, and serves again.
 */
@Timeout(300)
class KilledBackendTest {
  @Test
  void theServerServesAgainByItselfAndKeepsWhatItAcknowledged() throws Exception {
    try (SeaServer server = SeaServer.start(SeaOptions.builder().build())) {
      URI uri = server.mcpEndpoint();
      Dsn admin = Dsn.parse(server.credentials().adminDsn());
      List<KeyedAppends> workspaces = List.of(new KeyedAppends(admin), new KeyedAppends(admin));
      for (KeyedAppends workspace : workspaces) {
        workspace.start(uri, 4);
      }
      for (int kill = 0; kill < 3; kill++) {
        for (KeyedAppends workspace : workspaces) {
          workspace.awaitAcknowledged(50);
        }
        killAppending(admin);
      }
      for (KeyedAppends workspace : workspaces) {
        workspace.awaitAcknowledged(50);
        workspace.stop();
        workspace.assertErrorsAreClean();
        assertEquals(0, workspace.takeLosses(), "every request had its answer");
        workspace.assertKept(admin);
        workspace.assertEachOnceAfterResending(uri, admin);
      }
      assertTrue(workspaces.stream().anyMatch(KeyedAppends::hasErrors), "somebody was hit");
      assertTrue(server.verify(null).intact());
      while (health(uri) != 200) {
        Thread.sleep(10); // the database is slow to answer
      }
      assertFalse(server.failure().isDone());
    }
  }

  /** Returns when Postgres has noticed: it ends our connection as all others. */
  private static void killAppending(Dsn admin) throws Exception {
    try (Connection connection = Connections.open(admin);
        Statement statement = connection.createStatement()) {
      String backend = null;
      while (backend == null) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE state = 'active'"
                    + " AND query LIKE '%sea.append_event%' AND pid <> pg_backend_pid()")) {
          backend = row.next() ? row.getString(1) : null;
        }
      }
      assertEquals(0, new ProcessBuilder("kill", "-9", backend).start().waitFor());
      while (connection.isValid(0)) {
        Thread.sleep(1);
      }
    }
  }

  private static int health(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri.resolve("/health")).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
