package dev.kora.memory.isokron.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** "Everywhere": one HTTP client for all transports, and nothing of it left after the last. */
@Timeout(600)
class SharedHttpClientTest {
  private static long threadsNamed(String part) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.isAlive() && t.getName().contains(part))
        .count();
  }

  /** Closing, which began after {@code start}, waits for them: a second if one is held up. */
  private static void assertNoThreads(long start, String when) throws InterruptedException {
    boolean gaveUp = System.nanoTime() - start > 900_000_000;
    for (int i = 0; gaveUp && i < 2_000 && threadsNamed("isokron-mcp-") > 0; i++) {
      Thread.sleep(5);
    }
    assertEquals(0, threadsNamed("isokron-mcp-"), when);
  }

  /** With {@code -Disokron.soak=true} 10,000 times instead of 200. */
  @Test
  void everywhereOpeningCallingAndClosingLeavesNoThreadsClientsOrConnections() throws Exception {
    System.gc(); // so that this test has a client of its own: see the last test
    long clientsBefore = threadsNamed("SelectorManager");
    int times = Boolean.getBoolean("isokron.soak") ? 10_000 : 200;
    try (ScriptedServer server =
        new ScriptedServer((request, out) -> ScriptedServer.json(out, "answer"))) {
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        try (HttpTransport transport = new HttpTransport(server.endpoint("/"), null)) {
          assertInstanceOf(Exchange.Completed.class, Exchanges.call(transport));
        }
        assertNoThreads(start, "after close " + i);
      }
      assertEquals(times, server.requests.size());
      // On 17 the client goes with a collection, a few seconds after it.
      while (server.open() > 0 || threadsNamed("SelectorManager") > clientsBefore) {
        System.gc();
        Thread.sleep(50);
      }
    }
  }

  @Test
  void everywhereAllTransportsShareOneClient() {
    try (ScriptedServer server =
            new ScriptedServer((request, out) -> ScriptedServer.json(out, "answer"));
        HttpTransport first = new HttpTransport(server.endpoint("/"), null)) {
      assertInstanceOf(Exchange.Completed.class, Exchanges.call(first));
      long before = threadsNamed("SelectorManager");
      for (int i = 0; i < 20; i++) {
        try (HttpTransport other = new HttpTransport(server.endpoint("/" + i), null)) {
          assertInstanceOf(Exchange.Completed.class, Exchanges.call(other));
        }
      }
      assertTrue(threadsNamed("SelectorManager") <= before);
      assertInstanceOf(Exchange.Completed.class, Exchanges.call(first));
    }
  }

  @Test
  void everywhereAClientForHttpReadsNoTrustedCertificates() {
    SharedHttpClient shared = SharedHttpClient.of("http");
    HttpClient client = shared.acquire();
    try {
      assertInstanceOf(NoTls.class, client.sslContext());
    } finally {
      shared.release(client);
    }
  }

  @Test
  void everywhereClosingOneTransportEndsItsOwnExchangesOnly() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              asked.countDown();
              release.await();
              return ScriptedServer.json(out, "answer");
            })) {
      HttpTransport first = new HttpTransport(server.endpoint("/"), null);
      HttpTransport second = new HttpTransport(server.endpoint("/"), null);
      FutureTask<Exchange> ended = new FutureTask<>(() -> Exchanges.call(first));
      FutureTask<Exchange> goesOn = new FutureTask<>(() -> Exchanges.call(second));
      new Thread(ended).start();
      new Thread(goesOn).start();
      asked.await();
      first.close();
      assertInstanceOf(Exchange.Broken.class, ended.get());
      release.countDown();
      assertInstanceOf(Exchange.Completed.class, goesOn.get());
      long start = System.nanoTime();
      second.close();
      first.close();
      second.close();
      assertInstanceOf(Exchange.NotSent.class, Exchanges.call(second));
      assertNoThreads(start, "after the last close");
    }
  }

  @Test
  void everywhereAnInterruptedThreadIsToldAtOnceAndStaysInterrupted() {
    try (ScriptedServer server = new ScriptedServer((request, out) -> false);
        HttpTransport transport = new HttpTransport(server.endpoint("/"), null)) {
      Thread.currentThread().interrupt();
      Exchange how = new Exchanges().on(transport, Map.of(), Exchanges.LONG);
      assertTrue(Thread.interrupted());
      assertInstanceOf(Exchange.NotSent.class, how);
      assertEquals(0, server.accepted.get());
    }
  }

  @Test
  void everywhereAClientGoesAfterExchangesThatWereCutOffToo() throws Exception {
    System.gc();
    long clientsBefore = threadsNamed("SelectorManager");
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              Thread.sleep(Exchanges.LONG.toMillis());
              return false;
            })) {
      try (HttpTransport transport = new HttpTransport(server.endpoint("/"), null)) {
        new Exchanges().on(transport, Map.of(), Duration.ofMillis(100));
      }
      while (threadsNamed("SelectorManager") > clientsBefore) {
        System.gc();
        Thread.sleep(50);
      }
    }
  }
}
