package dev.kora.memory.isokron.mcp.http;

import static dev.kora.memory.isokron.mcp.http.ScriptedServer.EVENTS;
import static dev.kora.memory.isokron.mcp.http.ScriptedServer.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rule 16: what ends the wait before an event stream is taken up again. */
@Timeout(120)
class EventStreamWaitsTest {
  private final ScriptedServer server = new ScriptedServer((request, out) -> false);
  private final HttpTransport transport = new HttpTransport(server.endpoint("/mcp"), null);
  private final Exchanges exchange = new Exchanges();

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  private Exchange call() {
    return exchange.on(transport, Map.of(), Exchanges.LONG);
  }

  /** A call that waits for an hour, as the server asked, before it takes its stream up again. */
  private Thread waiting(Runnable call) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    server.script(
        (request, out) -> {
          say(out, EVENTS + "id: 1\nretry: 3600000\n\n");
          ended.countDown();
          return false;
        });
    Thread thread = new Thread(call);
    thread.start();
    ended.await();
    return thread;
  }

  @Test
  void closingEndsTheWaitBeforeAStreamIsTakenUp() throws Exception {
    FutureTask<Exchange> call = new FutureTask<>(this::call);
    waiting(call);
    transport.close();
    assertInstanceOf(Exchange.Broken.class, call.get());
  }

  @Test
  void whatIsAwaitedMayComeAnotherWayWhileAStreamIsWaitedFor() throws Exception {
    FutureTask<Exchange> call = new FutureTask<>(this::call);
    waiting(call);
    exchange.settled().complete(true);
    assertInstanceOf(Exchange.Completed.class, call.get());
  }

  @Test
  void anInterruptEndsTheWaitAndStays() throws Exception {
    FutureTask<Boolean> call =
        new FutureTask<>(
            () -> call() instanceof Exchange.Broken && Thread.currentThread().isInterrupted());
    waiting(call).interrupt();
    assertTrue(call.get());
  }

  @Test
  void rule10TheDeadlineCoversTheWaitsAndTheStreamsAfterThem() {
    server.script((request, out) -> say(out, EVENTS + "id: 1\nretry: 3600000\n\n"));
    assertInstanceOf(
        Exchange.TimedOut.class, exchange.untilSent(transport, Map.of(), Duration.ofMillis(300)));
    assertTrue(server.requests.size() <= 1, "taken up before its time");
    server.script((request, out) -> say(out, EVENTS + "id: 1\nretry: 1\n\n"));
    assertInstanceOf(
        Exchange.TimedOut.class, exchange.untilSent(transport, Map.of(), Duration.ofMillis(500)));
  }

  @Test
  void theWaitsGrowWhenNothingNewComes() {
    List<Long> asked = new CopyOnWriteArrayList<>();
    server.script(
        (request, out) -> {
          // Before the answer, which the next wait follows: so between two of them is all of it.
          asked.add(System.nanoTime());
          return say(out, EVENTS + (asked.size() < 5 ? "id: 1\nretry: 1\n\n" : "data: answer\n\n"));
        });
    assertInstanceOf(Exchange.Completed.class, call());
    for (int i = 2; i < asked.size(); i++) {
      long millis = (asked.get(i) - asked.get(i - 1)) / 1_000_000;
      assertTrue(millis >= 90L << (i - 1), i + ": after " + millis + " ms");
    }
    assertEquals(5, asked.size());
  }
}
