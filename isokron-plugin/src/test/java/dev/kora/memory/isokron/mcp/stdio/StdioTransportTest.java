package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The transport and children that are shell scripts; numbers are the contract's rules. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class StdioTransportTest {
  private static final String TOKEN = "canary-0123456789abcdef";
  private static final Duration LONG = Duration.ofMinutes(10);

  /** Reads one message, says its process id, and then nothing. */
  private static final String SILENT = "read line; echo $$; exec sleep 600";

  private final LogLines log = new LogLines();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  /** The clock of the waits between children; stands still. */
  private final AtomicLong clock = new AtomicLong();

  private Transport transport = new StdioTransport(new StdioEndpoint(List.of("true")), null);

  private void run(String script) {
    program(List.of("sh", "-c", script));
  }

  private void program(List<String> command) {
    transport =
        new StdioTransport(new StdioEndpoint(command), new Secret(TOKEN), new Restarts(clock::get));
    transport.listen(bytes -> received.add(new String(bytes, StandardCharsets.UTF_8)));
  }

  @AfterEach
  void close() {
    transport.close();
    log.close();
    for (LogLines.Line line : log.all()) {
      assertFalse((line.text() + line.thrown()).contains(TOKEN), line::text);
    }
  }

  private static Outbound message(Map<String, String> headers, int bytes) {
    return new Outbound("1".repeat(bytes).getBytes(StandardCharsets.UTF_8), headers, false);
  }

  private static Awaited never() {
    CompletableFuture<?> never = new CompletableFuture<>();
    return new Awaited() {
      @Override
      public void accept(byte[] message) {
        throw new AssertionError("over stdio all goes to the receiver");
      }

      @Override
      public CompletableFuture<?> settled() {
        return never;
      }
    };
  }

  private Exchange tell(Map<String, String> headers) {
    return transport.exchange(message(headers, 1), Awaited.nothing(), Deadline.in(LONG));
  }

  private Exchange ask(Duration limit) {
    return transport.exchange(message(Map.of(), 1), never(), Deadline.in(limit));
  }

  private FutureTask<Exchange> askInBackground(int bytes) {
    FutureTask<Exchange> ask =
        new FutureTask<>(
            () -> transport.exchange(message(Map.of(), bytes), never(), Deadline.in(LONG)));
    new Thread(ask).start();
    return ask;
  }

  private ProcessHandle child() throws InterruptedException {
    return ProcessHandle.of(Long.parseLong(received.take())).orElseThrow();
  }

  /** Whether it runs no more; one that nobody has waited for does not run either. */
  private static boolean isGone(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    if (!Files.exists(Path.of("/proc/self/stat"))) {
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }
    try {
      return Files.readString(stat).replaceAll(".*\\) ", "").startsWith("Z");
    } catch (java.nio.file.NoSuchFileException e) {
      return true;
    }
  }

  @Test
  void theChildIsStartedAtTheFirstExchangeAndItsNumberIsItsSession() {
    run("cat");
    transport.post(message(Map.of(), 1));
    assertNull(received.peek());
    assertEquals(new Exchange.Completed("1"), tell(Map.of()));
    assertEquals(new Exchange.Completed("1"), tell(Map.of(McpHeaders.SESSION, "1")));
    Exchange other = tell(Map.of(McpHeaders.SESSION, "2"));
    assertEquals(404, assertInstanceOf(Exchange.Rejected.class, other).status());
    assertFalse(transport.hasStreamPerExchange());
  }

  @Test
  void rule22AChildThatNeverReadsHoldsNobodyPastTheDeadline() throws Exception {
    run("head -c 1 >/dev/null; echo $$; exec sleep 600 <&0");
    FutureTask<Exchange> stuck = askInBackground(1_000_000);
    ProcessHandle child = child();
    Exchange queued = ask(Duration.ofMillis(300));
    assertInstanceOf(Exchange.NotSent.class, queued, queued::toString);
    assertFalse(stuck.isDone());
    for (int i = 0; i < 2_000; i++) {
      transport.post(message(Map.of(), 1)); // past what the queue takes, and never waits
    }
    assertInstanceOf(Exchange.NotSent.class, ask(LONG), "the queue is full");
    transport.close();
    assertInstanceOf(Exchange.Broken.class, stuck.get());
    assertTrue(isGone(child.pid()));
  }

  @Test
  void rule10AMessageThatWasWrittenTimesOut() {
    run(SILENT);
    assertInstanceOf(Exchange.TimedOut.class, ask(Duration.ofSeconds(2)));
  }

  @Test
  void rule23AKilledChildEndsItsCallsAndItsSession() throws Exception {
    run(SILENT);
    FutureTask<Exchange> call = askInBackground(1);
    child().destroyForcibly();
    assertEquals(new Exchange.Broken("the server process exited with code 137", null), call.get());
    assertInstanceOf(Exchange.Rejected.class, tell(Map.of(McpHeaders.SESSION, "1")));
  }

  @Test
  void rule23AnExitCountsThoughAGrandchildHoldsTheStreamsOpen() throws Exception {
    run("sleep 600 & echo $!; read line; exit 4");
    FutureTask<Exchange> call = askInBackground(1);
    ProcessHandle grandchild = child();
    try {
      assertInstanceOf(Exchange.Broken.class, call.get());
      assertTrue(call.get().toString().contains("exited with code 4"), call.get()::toString);
    } finally {
      grandchild.destroyForcibly();
    }
  }

  @Test
  void rule23EndOfOutputEndsTheCallsAndTheChildThatLivesOn() throws Exception {
    run("read line; echo $$; echo last words >&2; exec >&-; exec sleep 600");
    FutureTask<Exchange> call = askInBackground(1);
    long child = child().pid();
    assertEquals(
        new Exchange.Broken("the server process closed its standard output: last words", null),
        call.get());
    transport.close();
    assertTrue(isGone(child));
  }

  @Test
  void rule23AChildThatClosesItsInputIsEndedToo() throws Exception {
    run("read line; exec <&-; echo $$; exec sleep 600");
    FutureTask<Exchange> first = askInBackground(1);
    long child = child().pid();
    assertEquals(
        new Exchange.Broken("the server process closed its standard input", null), ask(LONG));
    assertInstanceOf(Exchange.Broken.class, first.get());
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    // The next one is started when the old one is gone, and not before.
    assertEquals(new Exchange.Completed("2"), tell(Map.of()));
    assertTrue(isGone(child));
  }

  @Test
  void rule23AChildThatDiesSoonIsStartedAgainAfterAGrowingWait() throws Exception {
    run("echo dying >&2; read line; exit 1");
    assertInstanceOf(Exchange.Broken.class, ask(LONG));
    String firstWait = refusal();
    assertEquals(
        "the server process exited with code 1: dying; it is started again in 0.1 s", firstWait);
    for (String wait : List.of("0.2 s", "0.4 s")) {
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
      assertInstanceOf(Exchange.Broken.class, ask(LONG));
      assertTrue(refusal().endsWith("again in " + wait), wait);
    }
    String number = "server process 3 is started";
    assertTrue(log.all().stream().anyMatch(l -> l.text().contains(number)));
  }

  private String refusal() {
    return assertInstanceOf(Exchange.NotSent.class, ask(LONG)).reason();
  }

  @Test
  void rule24AChildAndAGrandchildThatIgnoreEverythingAreGoneAfterClose() throws Exception {
    String stubborn = "trap '' TERM; while true; do sleep 1; done";
    run("read line; sh -c \"" + stubborn + "\" & echo $!; echo $$; " + stubborn);
    FutureTask<Exchange> call = askInBackground(1);
    long grandchild = child().pid();
    long child = child().pid();
    long start = System.nanoTime();
    transport.close();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took::toString);
    assertTrue(isGone(child), "the child");
    assertTrue(isGone(grandchild), "the grandchild");
    assertInstanceOf(Exchange.Broken.class, call.get());
    assertInstanceOf(Exchange.NotSent.class, ask(LONG));
  }

  @Test
  void rule24AChildThatEndsAtEofIsNotKilled() throws Exception {
    Path goodbye = Files.createTempFile("goodbye", ".txt");
    program(List.of("sh", "-c", "echo $$; cat >/dev/null; echo bye >\"$0\"", goodbye.toString()));
    tell(Map.of());
    long child = child().pid();
    transport.close();
    assertEquals("bye\n", Files.readString(goodbye));
    assertTrue(isGone(child));
    Files.delete(goodbye);
  }

  @Test
  void anInterruptedThreadSendsNothingButClosesAndKeepsItsFlag() throws Exception {
    run(SILENT);
    tell(Map.of());
    long child = child().pid();
    Thread.currentThread().interrupt();
    Exchange exchange = ask(LONG);
    transport.close();
    assertTrue(Thread.interrupted());
    assertInstanceOf(Exchange.NotSent.class, exchange);
    assertTrue(isGone(child));
  }

  @Test
  void anInterruptEndsTheWaitForAnAnswerAndKeepsItsFlag() throws Exception {
    run("head -c 1; exec sleep 600");
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    FutureTask<Exchange> call = new FutureTask<>(() -> ask(LONG));
    Thread caller =
        new Thread(
            () -> {
              call.run();
              flag.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    while (caller.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    String reason = call.get().toString();
    assertTrue(reason.contains("interrupted"), reason);
    assertTrue(flag.get());
  }

  @Test
  void aProgramThatIsNotThereIsNamedWithoutItsArguments() {
    program(List.of("/no/such/program", "--key", "s3cretargument"));
    Exchange exchange = ask(LONG);
    String reason = assertInstanceOf(Exchange.NotSent.class, exchange).reason();
    assertTrue(reason.startsWith("cannot start /no/such/program: "), reason);
    assertTrue(reason.contains("No such file"), reason);
    assertFalse(exchange.toString().contains("s3cret"), exchange::toString);
  }

  @Test
  void noFailureShowsTheTokenThatTheChildRepeats() {
    run(
        "echo \"{\\\"t\\\":\\\"$KORA_SERVICE_TOKEN\\\"}\"; echo \"no json $KORA_SERVICE_TOKEN\";"
            + " echo \"Bearer $KORA_SERVICE_TOKEN\" >&2; echo \"$KORA_SERVICE_TOKEN\" >&2;"
            + " printf '%070000d%s' 1 $KORA_SERVICE_TOKEN >&2; read line; exit 9");
    Exchange broken = ask(LONG);
    assertInstanceOf(Exchange.Broken.class, broken);
    assertTrue(broken.toString().contains("exited with code 9"), broken::toString);
    Exchange refused = ask(LONG);
    assertInstanceOf(Exchange.NotSent.class, refused);
    assertFalse((broken + " " + refused + received).contains(TOKEN), broken + " " + refused);
    assertTrue(received.toString().contains("****"), received::toString);
  }
}
