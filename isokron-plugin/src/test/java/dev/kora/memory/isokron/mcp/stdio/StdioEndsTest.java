package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.McpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How children end, by themselves or by us; numbers are the contract's rules. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class StdioEndsTest extends ShellChildren {
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
    run("read line; echo $$; echo last words >&2; read line; exec >&-; exec sleep 600");
    FutureTask<Exchange> call = askInBackground(1);
    long child = child().pid();
    awaitSaid("last words");
    transport.post(message(Map.of(), 1));
    assertEquals(
        new Exchange.Broken("the server process closed its standard output: last words", null),
        call.get());
    closeUntilGone(child);
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
    run("read line; echo dying >&2; read line; exit 1");
    tell(Map.of());
    awaitSaid("dying");
    assertInstanceOf(Exchange.Broken.class, ask(LONG));
    String firstWait = refusal();
    assertEquals(
        "the server process exited with code 1: dying; it is started again in 0.1 s", firstWait);
    for (String wait : List.of("0.2 s", "0.4 s")) {
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
      tell(Map.of());
      assertInstanceOf(Exchange.Broken.class, ask(LONG));
      assertTrue(refusal().endsWith("again in " + wait), wait);
    }
    String number = "server process 3 is started";
    assertTrue(log.all().stream().anyMatch(l -> l.text().contains(number)));
  }

  @Test
  void rule24AChildAndAGrandchildThatIgnoreEverythingAreGoneAfterClose() throws Exception {
    String stubborn = "trap '' TERM; while true; do sleep 1; done";
    run("read line; sh -c \"" + stubborn + "\" & echo $!; echo $$; " + stubborn);
    FutureTask<Exchange> call = askInBackground(1);
    long grandchild = child().pid();
    long child = child().pid();
    long start = System.nanoTime();
    closeUntilGone(child, grandchild);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(Duration.ofSeconds(30)) < 0, took::toString);
    assertInstanceOf(Exchange.Broken.class, call.get());
    assertInstanceOf(Exchange.NotSent.class, ask(LONG));
  }

  @Test
  void rule24AChildThatEndsAtEofIsNotKilled() throws Exception {
    Path goodbye = Files.createTempFile("goodbye", ".txt");
    // It is given a second for that, which is short for one that is held up.
    for (int i = 0; i < 5 && Files.size(goodbye) == 0; i++) {
      program(List.of("sh", "-c", "echo $$; cat >/dev/null; echo bye >\"$0\"", goodbye.toString()));
      tell(Map.of());
      closeUntilGone(child().pid());
    }
    assertEquals("bye\n", Files.readString(goodbye));
    Files.delete(goodbye);
  }

  @Test
  void anAnswerThatWasSentBeforeAnExitCountsThoughItTakesLongToRead() {
    run("read line; echo '\"first\"'; echo '\"second\"'; read line; exit 0");
    CompletableFuture<Void> answered = new CompletableFuture<>();
    List<String> messages = new CopyOnWriteArrayList<>();
    transport.listen(
        bytes -> {
          messages.add(new String(bytes, StandardCharsets.UTF_8));
          if (messages.size() == 2) {
            answered.complete(null);
          } else {
            transport.post(message(Map.of(), 1)); // ends it while its output is being read
            LockSupport.parkNanos(Duration.ofMillis(900).toNanos()); // as long as a big one takes
          }
        });
    Exchange exchange =
        transport.exchange(message(Map.of(), 1), awaiting(answered), Deadline.in(LONG));
    assertEquals(List.of("\"first\"", "\"second\""), messages);
    assertEquals(new Exchange.Completed("1"), exchange);
  }

  @Test
  void rule24WhatAChildLeavesBehindIsGoneAfterCloseAndSoAreTheThreads() throws Exception {
    run("sleep 600 & echo $!; read line; echo '\"more\"'; read line; exit 4");
    tell(Map.of());
    long orphan = child().pid();
    // It looks for descendants after it has handed a message over, and before the next one.
    assertEquals("\"more\"", received.take());
    assertInstanceOf(Exchange.Broken.class, ask(LONG));
    closeUntilGone(orphan);
    assertEquals(List.of(), ownThreads());
    assertEquals(0, log.count(Level.WARN, "could not be ended"));
  }

  @Test
  void rule24AWrapperAndItsProgramAreEndedWithoutAWarning() throws Exception {
    run("sh -c 'read line; echo $$; while read line; do :; done; sleep 0.2'; true");
    tell(Map.of());
    long program = child().pid();
    closeUntilGone(program);
    assertEquals(0, log.count(Level.WARN, ""));
  }

  @Test
  void rule17AMessageToAnEndedChildIsToldWhyItEnded() throws Exception {
    run("read line; echo license expired >&2; read line; exit 4");
    tell(Map.of());
    awaitSaid("license expired");
    ask(LONG);
    assertEquals(
        new Exchange.Rejected(
            404, "the server process exited with code 4: license expired", null, null),
        tell(Map.of(McpHeaders.SESSION, "1")));
  }
}
