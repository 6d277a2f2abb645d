package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One child, from its start to its end. Four threads serve it: one writes its stdin, one reads its
 * stdout, one its stderr, and one waits for the first sign of its end and then clears up.
 */
final class ChildProcess {
  /** The sign of an end that we want: nothing is said of it. */
  static final String CLOSED = "the client was closed";

  private static final Logger LOG = LogManager.getLogger(ChildProcess.class);

  /** How long an exit code, an answer and the last words may be behind the first sign. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How long the reading of what the child left may take: less than a close waits. */
  private static final long LAST_READS_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long THREADS_END_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int MAX_LAST_WORDS = 220;

  private final String session;
  private final Process process;
  private final ProcessTree tree;
  private final Restarts restarts;
  private final long started = System.nanoTime();
  private final MessageWriter messages = new MessageWriter();
  private final StdoutReader stdout;
  private final StderrTail stderr;
  private final Set<Sending> pending = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<String> endSign = new CompletableFuture<>();
  private final Thread writer;
  private final Thread reader;
  private final Thread stderrReader;
  private final Thread watcher;
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  private ChildProcess(
      int number, Process process, SecretMask mask, Consumer<byte[]> receiver, Restarts restarts) {
    this.session = Integer.toString(number);
    this.process = process;
    this.tree = new ProcessTree(process.toHandle());
    this.restarts = restarts;
    this.stderr = new StderrTail(mask);
    this.stdout =
        new StdoutReader(
            mask,
            message -> {
              receiver.accept(message);
              tree.remember();
            },
            // Those that wait now: who is told may come again at once.
            reason -> List.copyOf(pending).forEach(s -> s.answerLost(reason)));
    this.writer = thread("writer", this::write);
    this.reader = thread("reader", this::read);
    this.stderrReader = thread("stderr", this::readStderr);
    this.watcher = thread("watcher", this::watch);
  }

  /**
   * Starts a program.
   *
   * @param number the child's number, which is its session's id
   * @param receiver takes each message, on the reading thread
   * @param restarts is told of the end, unless it was asked for
   */
  static ChildProcess start(
      int number,
      ProcessBuilder program,
      SecretMask mask,
      Consumer<byte[]> receiver,
      Restarts restarts)
      throws IOException {
    Process process = program.start();
    ChildProcess child = new ChildProcess(number, process, mask, receiver, restarts);
    try {
      child.watcher.start();
      child.reader.start();
      child.stderrReader.start();
      child.writer.start();
    } catch (RuntimeException | Error e) { // no thread can be started: nobody would end the child
      process.destroyForcibly();
      child.end();
      throw e;
    }
    var unused =
        process.onExit().thenRun(() -> child.endSign.complete("the server process exited"));
    LOG.debug("[kora.isokron] server process {} is started, pid {}", number, process.pid());
    return child;
  }

  private Thread thread(String role, Runnable work) {
    Thread thread = new Thread(work, "isokron-mcp-stdio-" + session + "-" + role);
    thread.setDaemon(true);
    return thread;
  }

  /** The id of the session that lives and dies with this child. */
  String session() {
    return session;
  }

  /** Whether there is no sign yet that it has ended or is to end. */
  boolean isLiving() {
    return !endSign.isDone();
  }

  /** As {@link dev.kora.memory.isokron.mcp.transport.Transport#exchange}. */
  Exchange exchange(byte[] message, Awaited awaited, Deadline deadline) {
    Sending sending = new Sending(message, awaited, new Exchange.Completed(session));
    pending.add(sending);
    try {
      if (!messages.offer(sending)) {
        return new Exchange.NotSent("the server process does not read what it is sent", null);
      }
      String reason = ended.getNow(null);
      if (reason != null) {
        sending.end(reason); // watch() may not have seen it
      }
      return sending.await(deadline);
    } finally {
      pending.remove(sending);
      messages.remove(sending);
    }
  }

  /** Queues a message for which no answer is awaited; false when there is no room. */
  boolean post(byte[] message) {
    return messages.offer(new Sending(message, Awaited.nothing(), new Exchange.Completed(session)));
  }

  /** Ends the child, its descendants and threads; does not wait. */
  void end() {
    endSign.complete(CLOSED);
  }

  /** Waits until nothing is left of it; false when the deadline passes. */
  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(watcher, deadline.leftNanos());
    return !watcher.isAlive();
  }

  /** Why it ended, once there is a sign that it has: soon, or null at the deadline. */
  @Nullable String awaitReason(Deadline deadline) {
    try {
      return ended.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // never completed with a failure
    }
  }

  private void write() {
    try {
      messages.writeAll(process.getOutputStream());
    } catch (IOException e) {
      LOG.trace("[kora.isokron] the server process cannot be written to", e);
      endSign.complete("the server process closed its standard input");
    }
  }

  private void read() {
    try {
      stdout.readAll(process.getInputStream());
    } catch (IOException e) {
      LOG.trace("[kora.isokron] the server process cannot be read from", e);
    } finally {
      endSign.complete("the server process closed its standard output");
    }
  }

  private void readStderr() {
    try {
      stderr.drain(process.getErrorStream());
    } catch (IOException e) {
      LOG.trace("[kora.isokron] the server process' stderr cannot be read", e);
    }
  }

  /** Waits for the first sign of the end; then ends what waits for answers, and all the rest. */
  private void watch() {
    String sign = endSign.join();
    long life = System.nanoTime() - started;
    tree.look();
    try {
      if (sign.equals(CLOSED)) {
        endPending(sign);
      } else {
        Deadline limit = new Deadline(System.nanoTime() + LAST_READS_NANOS);
        process.waitFor(MOMENT_NANOS, TimeUnit.NANOSECONDS);
        stdout.lines().letRead(reader, MOMENT_NANOS, limit);
        stderr.lines().letRead(stderrReader, MOMENT_NANOS, limit);
        String reason = reason(sign);
        LOG.warn("[kora.isokron] {}", reason);
        restarts.ended(life, reason);
        endPending(reason);
      }
      writer.interrupt(); // closes stdin, unless it is stuck in a write
      tree.end();
      Deadline limit = new Deadline(System.nanoTime() + THREADS_END_NANOS);
      for (Thread thread : new Thread[] {writer, reader, stderrReader}) {
        TimeUnit.NANOSECONDS.timedJoin(thread, limit.leftNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts this thread
    }
  }

  private void endPending(String reason) {
    stdout.mute();
    ended.complete(reason);
    pending.forEach(s -> s.end(reason));
  }

  private String reason(String sign) {
    String what =
        process.isAlive() ? sign : "the server process exited with code " + process.exitValue();
    String lastWords = stderr.end(MAX_LAST_WORDS);
    return lastWords.isEmpty() ? what : what + ": " + lastWords;
  }
}
