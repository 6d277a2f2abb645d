package dev.kora.memory.sea.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.Serving;
import dev.kora.memory.sea.TestSea;
import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.TokenHash;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";

  private final AtomicLong clock = new AtomicLong();
  private final Sessions sessions = new Sessions(Duration.ofSeconds(10), 3, clock::get);
  private final Caller caller = caller("a");

  @Test
  void anIdleSessionIsSweptAndAUsedOneIsNot() {
    String idle = sessions.begin(caller);
    String used = sessions.begin(caller);
    after(8);
    assertTrue(sessions.use(used, caller));
    after(8);

    assertEquals(1, sessions.count());
    assertFalse(sessions.use(idle, caller));
    assertTrue(sessions.use(used, caller));
  }

  @Test
  void theLongestIdleOneMakesRoom() {
    String first = sessions.begin(caller);
    String second = sessions.begin(caller);
    sessions.begin(caller);
    sessions.use(first, caller);
    sessions.begin(caller);

    assertEquals(3, sessions.count());
    assertTrue(sessions.use(first, caller));
    assertFalse(sessions.use(second, caller));
  }

  @Test
  void anotherTokensSessionIsNone() {
    String id = sessions.begin(caller);

    assertFalse(sessions.use(id, caller("b")));
    assertFalse(sessions.end(id, caller("b")));
    assertTrue(sessions.end(id, caller));
    assertFalse(sessions.end(id, caller));
  }

  @Test
  void overHttpASessionIsNeededAndEndsWhenItIsDeleted() throws Exception {
    TestSea sea = TestSea.shared();
    Serving.Client client = Serving.SESSIONS.client(sea.newWorkspace().token());
    assertEquals(200, client.post(PING).statusCode());
    List<String> withoutSession = new ArrayList<>(client.headers().subList(0, 2));
    assertEquals(400, new Serving.Client(client.uri(), withoutSession).post(PING).statusCode());

    HttpRequest delete =
        HttpRequest.newBuilder(client.uri())
            .headers(client.headers().toArray(new String[0]))
            .DELETE()
            .build();
    assertEquals(
        200, HttpClient.newHttpClient().send(delete, BodyHandlers.discarding()).statusCode());
    assertEquals(404, client.post(PING).statusCode());
  }

  private void after(int seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private static Caller caller(String token) {
    return new Caller("w", UUID.randomUUID(), "kora", TokenHash.of(token));
  }
}
