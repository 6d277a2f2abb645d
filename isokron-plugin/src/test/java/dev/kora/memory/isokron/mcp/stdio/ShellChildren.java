package dev.kora.memory.isokron.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.LogLines;
import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.config.StdioEndpoint;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;

/** A transport whose children are shell scripts, and what its tests say to it. */
abstract class ShellChildren {
  static final String TOKEN = "canary-0123456789abcdef";
  static final Duration LONG = Duration.ofMinutes(10);

  /** Reads one message, says its process id, and then nothing. */
  static final String SILENT = "read line; echo $$; exec sleep 600";

  final LogLines log = new LogLines();
  final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  /** The clock of the waits between children; stands still. */
  final AtomicLong clock = new AtomicLong();

  Transport transport = new StdioTransport(new StdioEndpoint(List.of("true")), null);

  void run(String script) {
    program(List.of("sh", "-c", script));
  }

  void program(List<String> command) {
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

  static Outbound message(Map<String, String> headers, int bytes) {
    return new Outbound("1".repeat(bytes).getBytes(StandardCharsets.UTF_8), headers, false);
  }

  static Awaited never() {
    return awaiting(new CompletableFuture<>());
  }

  static Awaited awaiting(CompletableFuture<?> settled) {
    return new Awaited() {
      @Override
      public void accept(byte[] message) {
        throw new AssertionError("over stdio all goes to the receiver");
      }

      @Override
      public CompletableFuture<?> settled() {
        return settled;
      }
    };
  }

  Exchange tell(Map<String, String> headers) {
    return transport.exchange(message(headers, 1), Awaited.nothing(), Deadline.in(LONG));
  }

  Exchange ask(Duration limit) {
    return transport.exchange(message(Map.of(), 1), never(), Deadline.in(limit));
  }

  FutureTask<Exchange> askInBackground(int bytes) {
    FutureTask<Exchange> ask =
        new FutureTask<>(
            () -> transport.exchange(message(Map.of(), bytes), never(), Deadline.in(LONG)));
    new Thread(ask).start();
    return ask;
  }

  ProcessHandle child() throws InterruptedException {
    return ProcessHandle.of(Long.parseLong(received.take())).orElseThrow();
  }

  /** Whether it runs no more; one that nobody has waited for does not run either. */
  static boolean isGone(long pid) throws IOException {
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

  /** Closes, which waits for these to be gone; for 2.5 seconds at most, if something is held up. */
  void closeUntilGone(long... pids) throws IOException, InterruptedException {
    long start = System.nanoTime();
    transport.close();
    boolean gaveUp = System.nanoTime() - start > Duration.ofMillis(2_400).toNanos();
    for (long pid : pids) {
      while (gaveUp && !isGone(pid)) {
        Thread.sleep(10);
      }
      assertTrue(isGone(pid), "process " + pid);
    }
  }

  /** Waits until the transport has logged, and so read, what the child said on its stderr. */
  void awaitSaid(String text) throws InterruptedException {
    while (log.count(Level.DEBUG, text) == 0) {
      Thread.sleep(5);
    }
  }

  /** The threads of all transports that live after a while. */
  static List<String> ownThreads() throws InterruptedException {
    Thread[] all = new Thread[Thread.activeCount() + 100];
    int count = Thread.enumerate(all);
    List<String> living = new ArrayList<>();
    for (Thread thread : Arrays.copyOf(all, count)) {
      if (thread.getName().startsWith("isokron-mcp-stdio")) {
        thread.join(30_000);
        if (thread.isAlive()) {
          living.add(thread.getName());
        }
      }
    }
    return living;
  }

  String refusal() {
    return assertInstanceOf(Exchange.NotSent.class, ask(LONG)).reason();
  }
}
