package dev.kora.memory.isokron.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HttpTransportTest {
  private static final Secret TOKEN = new Secret("canary/token=1");
  private static final Duration LONG = Duration.ofHours(1);

  /** What the server does with a message, whose text it gets. */
  @FunctionalInterface
  private interface Behaviour {
    void answer(HttpExchange exchange, String message) throws IOException, InterruptedException;
  }

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final ExecutorService serverThreads = Executors.newCachedThreadPool();
  private volatile Behaviour behaviour = (exchange, message) -> send(exchange, 202, "");
  private HttpServer server;
  private HttpEndpoint endpoint;
  private HttpTransport transport;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(serverThreads);
    server.createContext(
        "/",
        exchange -> {
          String message = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          seen.add(message);
          try {
            behaviour.answer(exchange, message);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    endpoint =
        new HttpEndpoint(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/?k=canary-query"));
    transport = new HttpTransport(endpoint, TOKEN);
  }

  @AfterEach
  void stop() {
    transport.close();
    server.stop(0);
    serverThreads.shutdownNow();
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Outbound message(String text, Map<String, String> headers) {
    return new Outbound(text.getBytes(UTF_8), headers, false);
  }

  /** Waits for one message, which it gives to the consumer. */
  private record First(Consumer<byte[]> consumer, CompletableFuture<Boolean> settled)
      implements Awaited {
    First(Consumer<byte[]> consumer) {
      this(consumer, new CompletableFuture<>());
    }

    @Override
    public void accept(byte[] message) {
      consumer.accept(message);
      settled.complete(true);
    }
  }

  private Exchange exchange(Map<String, String> headers, Consumer<byte[]> consumer) {
    return transport.exchange(message("m", headers), new First(consumer), Deadline.in(LONG));
  }

  private void await(String message) throws InterruptedException {
    while (!seen.contains(message)) {
      Thread.sleep(5);
    }
  }

  /** Posts until it arrives, which it can only when earlier ones have ended. */
  private void postUntilItArrives(String message) throws InterruptedException {
    while (!seen.contains(message)) {
      transport.post(message(message, Map.of()));
      Thread.sleep(5);
    }
  }

  @Test
  void aHeaderThatCannotBeSentIsAnOutcomeThatDoesNotShowIt() {
    Map<String, String> headers = Map.of("Mcp-Session-Id", "canary\nsession");
    Exchange.NotSent notSent =
        assertInstanceOf(Exchange.NotSent.class, exchange(headers, ignored -> {}));
    assertFalse(notSent.toString().contains("canary"), notSent::toString);
    transport.post(message("m", headers));
    transport.endSession(headers, Deadline.in(LONG));
    assertEquals(List.of(), seen);
  }

  @Test
  void closingEndsTheExchangesThatAreOpen() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    behaviour = (exchange, message) -> never.await();
    FutureTask<Exchange> waiting = new FutureTask<>(() -> exchange(Map.of(), m -> {}));
    new Thread(waiting).start();
    await("m");
    transport.close();
    assertInstanceOf(Exchange.Broken.class, waiting.get());
    assertInstanceOf(Exchange.NotSent.class, exchange(Map.of(), m -> {}));
  }

  @Test
  void eightPostsAreUnderWayAtMostAndTheRestIsDropped() throws Exception {
    transport.close();
    transport = new HttpTransport(endpoint, TOKEN, LONG); // none is given up meanwhile
    CountDownLatch eight = new CountDownLatch(8);
    CountDownLatch release = new CountDownLatch(1);
    behaviour =
        (exchange, message) -> {
          eight.countDown();
          release.await();
          send(exchange, 202, "");
        };
    for (int i = 0; i < 40; i++) {
      transport.post(message("post", Map.of()));
    }
    eight.await();
    release.countDown();
    postUntilItArrives("after");
    assertEquals(8, seen.stream().filter("post"::equals).count());
  }

  @Test
  void aPostWhoseAnswerNeverEndsIsGivenUp() throws Exception {
    transport.close();
    transport = new HttpTransport(endpoint, TOKEN, Duration.ofMillis(300));
    CountDownLatch never = new CountDownLatch(1);
    behaviour =
        (exchange, message) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          never.await();
        };
    for (int i = 0; i < 8; i++) {
      transport.post(message("post", Map.of()));
    }
    await("post");
    postUntilItArrives("after");
  }

  @Test
  void whatTheServerRepeatsOfOurSecretsIsMasked() {
    List<String> canaries = List.of("canary/token=1", "canary\\/token=1", "canary-session");
    Map<String, String> headers = Map.of("Mcp-Session-Id", "canary-session");
    List<String> received = new ArrayList<>();
    Consumer<byte[]> receiver = bytes -> received.add(new String(bytes, UTF_8));
    for (String type : List.of("application/json", "text/event-stream")) {
      behaviour =
          (exchange, message) -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Mcp-Session-Id", "canary-newest");
            send(exchange, 200, "data: é " + canaries + "canary-newest k=canary-query\n\n");
          };
      assertInstanceOf(Exchange.Completed.class, exchange(headers, receiver));
    }
    assertEquals(2, received.size());
    assertTrue(received.get(1).startsWith("é [****"), received::toString);
    behaviour =
        (exchange, message) -> {
          exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer x=" + TOKEN.reveal());
          send(exchange, 401, "no " + canaries);
        };
    received.add(exchange(headers, receiver).toString());
    behaviour =
        (exchange, message) -> {
          exchange.getResponseHeaders().set("Content-Length", TOKEN.reveal());
          exchange.sendResponseHeaders(200, 0);
          exchange.close();
        };
    Exchange odd = exchange(headers, receiver);
    received.add(odd.toString());
    if (odd instanceof Exchange.Broken broken && broken.cause() != null) {
      StringWriter trace = new StringWriter();
      broken.cause().printStackTrace(new PrintWriter(trace));
      received.add(trace.toString());
    }
    for (String text : received) {
      assertFalse(text.contains("canary"), text);
    }
  }
}
