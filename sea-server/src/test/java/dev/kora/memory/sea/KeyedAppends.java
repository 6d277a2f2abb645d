package dev.kora.memory.sea;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Connections;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.AssertionFailedError;

/**
 * Clients that append to one workspace over HTTP, each on a thread of its own, and note every key
 * and what they were told of it.
 */
public final class KeyedAppends {
  private static final Pattern EVENT_ID =
      Pattern.compile("\"structuredContent\":\\{\"event_id\":\"([0-9a-f-]{36})\"");
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private final String workspaceId = "org_" + UUID.randomUUID();
  private final String token = Secrets.random();
  private final Map<UUID, UUID> acknowledged = new ConcurrentHashMap<>();
  private final Set<UUID> unacknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final Queue<IOException> losses = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean stopped;

  /** Makes the workspace, with a token. */
  public KeyedAppends(Dsn admin) throws SQLException {
    try (Connection connection = Connections.open(admin)) {
      new WorkspaceSeed(connection, workspaceId).ensureWorkspace();
      new ServiceTokens(connection).ensure(workspaceId, token);
    }
  }

  /** Whether the server answered anything but an acknowledgement. */
  public boolean hasErrors() {
    return !errors.isEmpty();
  }

  /** Of what happened inside they tell nothing, and there is nothing else. */
  public void assertErrorsAreClean() {
    for (String error : errors) {
      assertTrue(
          error.contains("the database cannot be used right now") || error.startsWith("503 "),
          error);
      assertFalse(error.contains("Exception") || error.contains("\tat "), error);
    }
  }

  /** How many connections broke, or gave no answer in time, since this was asked last. */
  public int takeLosses() {
    int count = losses.size();
    losses.clear();
    return count;
  }

  /** Each client appends until it is stopped or its connection breaks. */
  public void start(URI uri, int count) throws Exception {
    stopped = false;
    for (int i = 0; i < count; i++) {
      Serving.Client client = Serving.client(uri, token);
      Thread thread = new Thread(() -> appendUntilStopped(client), "appender");
      thread.setDaemon(true);
      thread.start();
      clients.add(thread);
    }
  }

  /** Waits until so many more are acknowledged. */
  public void awaitAcknowledged(int more) throws InterruptedException {
    int enough = acknowledged.size() + more;
    long start = System.nanoTime();
    while (acknowledged.size() < enough) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new AssertionFailedError("nobody is served: " + errors + losses);
      }
      Thread.sleep(1);
    }
  }

  public void stop() throws InterruptedException {
    stopped = true;
    for (Thread client : clients) {
      client.join();
    }
    clients.clear();
  }

  /** Each acknowledged event is there; now. */
  public void assertKept(Dsn admin) throws SQLException {
    Map<UUID, UUID> rows = rows(admin);
    acknowledged.forEach((key, event) -> assertEquals(event, rows.get(key), "lost: " + key));
  }

  /** Sends again what nobody acknowledged; then each key has exactly one row, and no other is. */
  public void assertEachOnceAfterResending(URI uri, Dsn admin) throws Exception {
    Serving.Client client = Serving.client(uri, token);
    for (UUID key : List.copyOf(unacknowledged)) {
      HttpResponse<String> answer = client.post(call(key));
      note(key, answer);
      assertFalse(unacknowledged.contains(key), answer::body);
    }
    assertEquals(acknowledged, rows(admin));
  }

  private void appendUntilStopped(Serving.Client client) {
    try {
      while (!stopped) {
        UUID key = UUID.randomUUID();
        unacknowledged.add(key);
        note(key, client.post(call(key)));
      }
    } catch (IOException e) {
      losses.add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(UUID key, HttpResponse<String> answer) {
    Matcher matcher = EVENT_ID.matcher(answer.body());
    if (answer.statusCode() == 200 && matcher.find()) {
      acknowledged.put(key, UUID.fromString(matcher.group(1)));
      unacknowledged.remove(key);
    } else {
      errors.add(answer.statusCode() + " " + answer.body());
    }
  }

  private Map<UUID, UUID> rows(Dsn admin) throws SQLException {
    Map<UUID, UUID> rows = new HashMap<>();
    try (Connection connection = Connections.open(admin);
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT event_key, event_id FROM hivex_foundation.event_log"
                    + " JOIN hivex_foundation.tenant USING (tenant_id) WHERE clerk_org_id = ?")) {
      statement.setString(1, workspaceId);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          UUID key = row.getObject(1, UUID.class);
          assertEquals(null, rows.put(key, row.getObject(2, UUID.class)), "twice: " + key);
        }
      }
    }
    return rows;
  }

  private String call(UUID key) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":"
        + "\"kora__append_event\",\"arguments\":{\"workspace_id\":\""
        + workspaceId
        + "\",\"event_type\":\"kora.test.ran\",\"payload\":{\"of\":\""
        + key
        + "\"}},\"_meta\":{\"dev.kora/event-key\":\""
        + key
        + "\"}}}";
  }
}
