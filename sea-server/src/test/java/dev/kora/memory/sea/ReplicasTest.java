package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.TestSea.Workspace;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers on one database. */
@Timeout(180)
class ReplicasTest {
  private static final int CLIENTS = 8;
  private static final int APPENDS = 25;

  private final TestSea sea = TestSea.shared();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eightClientsOnTwoReplicasKeepOneUnforkedChain(boolean stateless) throws Exception {
    Workspace workspace = sea.newWorkspace();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (SeaServer one = start(stateless);
        SeaServer other = start(stateless)) {
      List<URI> replicas = List.of(one.mcpEndpoint(), other.mcpEndpoint());
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        URI uri = replicas.get(i % 2);
        Callable<Void> work =
            () -> {
              Serving.Client client = Serving.client(uri, workspace.token());
              for (int n = 0; n < APPENDS; n++) {
                HttpResponse<String> answer = client.append(workspace, "{\"n\":" + n + "}");
                assertTrue(answer.body().contains("event_id"), answer.body());
              }
              return null;
            };
        running.add(clients.submit(work));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      clients.shutdownNow();
    }
    WorkspaceVerdict verdict = sea.server().verify(workspace.id()).workspaces().get(0);
    assertTrue(verdict.intact(), verdict::toString);
    assertEquals(CLIENTS * APPENDS, verdict.rows());
  }

  @Test
  void aStatelessReplicaAnswersWhomAnotherOneGreeted() throws Exception {
    Workspace workspace = sea.newWorkspace();
    Serving.Client greeted = Serving.STATELESS.client(workspace.token());
    try (SeaServer other = start(true)) {
      HttpResponse<String> answer =
          new Serving.Client(other.mcpEndpoint(), greeted.headers()).append(workspace, "{}");
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains("event_id"), answer.body());
    }
  }

  private SeaServer start(boolean stateless) {
    return SeaServer.start(
        SeaOptions.builder().dsn(sea.admin().uri()).stateless(stateless).build());
  }
}
