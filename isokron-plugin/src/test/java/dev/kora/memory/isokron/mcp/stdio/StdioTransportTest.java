package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The transport and children that are shell scripts; numbers are the contract's rules. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class StdioTransportTest extends ShellChildren {
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
    closeUntilGone(child.pid());
    assertInstanceOf(Exchange.Broken.class, stuck.get());
  }

  @Test
  void rule10AMessageThatWasWrittenTimesOut() {
    run(SILENT);
    tell(Map.of());
    Exchange how = ask(Duration.ofMillis(500));
    while (how instanceof Exchange.NotSent) {
      how = ask(Duration.ofMillis(500)); // the time was over before it was written
    }
    assertInstanceOf(Exchange.TimedOut.class, how);
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
  void noFailureShowsTheTokenThatTheChildRepeats() throws Exception {
    run(
        "echo \"{\\\"t\\\":\\\"$KORA_SERVICE_TOKEN\\\"}\"; echo \"no json $KORA_SERVICE_TOKEN\";"
            + " echo \"Bearer $KORA_SERVICE_TOKEN\" >&2; echo \"$KORA_SERVICE_TOKEN\" >&2;"
            + " printf '%070000d%s' 1 $KORA_SERVICE_TOKEN >&2; read line; read line; exit 9");
    tell(Map.of());
    while (received.isEmpty()) {
      Thread.sleep(5); // what it says is read when it has ended, too, but not for long
    }
    Exchange broken = ask(LONG);
    assertInstanceOf(Exchange.Broken.class, broken);
    assertTrue(broken.toString().contains("exited with code 9"), broken::toString);
    Exchange refused = ask(LONG);
    assertInstanceOf(Exchange.NotSent.class, refused);
    assertFalse((broken + " " + refused + received).contains(TOKEN), broken + " " + refused);
    assertTrue(received.toString().contains("****"), received::toString);
  }
}
