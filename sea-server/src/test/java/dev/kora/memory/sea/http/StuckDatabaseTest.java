package dev.kora.memory.sea.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.TestSea.Workspace;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No request waits for ever: the client's own patience in these tests is a minute. */
@Timeout(180)
class StuckDatabaseTest {
  private final TestSea sea = TestSea.shared();

  @Test
  void anAppendBehindALockThatIsNeverLetGoIsRefusedAndNothingOfItIsLeft() throws Exception {
    Workspace locked = sea.newWorkspace();
    Workspace other = sea.newWorkspace();
    Serving.Client client = Serving.SESSIONS.client(locked.token());
    try (Connection holder = Connections.open(sea.admin());
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute(
          "SELECT FROM hivex_foundation.chain_head JOIN hivex_foundation.tenant USING (tenant_id)"
              + " WHERE clerk_org_id = '"
              + locked.id()
              + "' FOR UPDATE");

      assertUnavailable(client.append(locked, "{}"));

      assertAppended(Serving.SESSIONS.client(other.token()).append(other, "{}"));
      holder.rollback();
    }
    assertAppended(client.append(locked, "{}"));
    assertEquals(1, sea.server().events(locked.id(), 10).size());
  }

  @Test
  void anAppendOnADatabaseThatHangsIsRefusedAndTheServerServesOnceItAnswers() throws Exception {
    Workspace workspace = sea.newWorkspace();
    Dsn admin = sea.admin();
    URI database = URI.create("tcp://" + admin.hostAndPort());
    try (PausableProxy proxy = new PausableProxy(database.getHost(), database.getPort())) {
      Dsn through =
          new Dsn(
              "127.0.0.1:" + proxy.port(),
              admin.database(),
              admin.query(),
              admin.user(),
              admin.password());
      try (SeaServer server = SeaServer.start(SeaOptions.builder().dsn(through.uri()).build())) {
        Serving.Client client = Serving.client(server.mcpEndpoint(), workspace.token());
        assertAppended(client.append(workspace, "{}"));

        proxy.pause();
        HttpResponse<String> refused = client.append(workspace, "{}");
        proxy.resume();

        assertUnavailable(refused);
        Waiting.until(
            "it serves again", () -> client.append(workspace, "{}").body().contains("event_id"));
      }
    }
  }

  private static void assertAppended(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("event_id"), answer::body);
  }

  private static void assertUnavailable(HttpResponse<String> answer) {
    String body = answer.body();
    assertTrue(
        answer.statusCode() == 503 || body.contains("the database cannot be used right now"), body);
    assertFalse(body.contains("Exception") || body.contains("\tat "), body);
  }
}
