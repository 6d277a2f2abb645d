package dev.kora.memory.isokron.mcp.stdio;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The queue of messages to one child, and the loop that writes them (rule 22). Only that loop's
 * thread touches the child's stdin: a child that does not read blocks it and nobody else.
 */
final class MessageWriter {
  private static final int MAX_QUEUED = 1024;

  private final BlockingQueue<Sending> queue = new ArrayBlockingQueue<>(MAX_QUEUED);

  /** Queues a message; false when the queue is full. Never blocks. */
  boolean offer(Sending sending) {
    return queue.offer(sending);
  }

  /** Makes room that a withdrawn message takes. */
  void remove(Sending sending) {
    queue.remove(sending);
  }

  /** Writes until the thread is interrupted, then closes stdin. */
  void writeAll(OutputStream stdin) throws IOException {
    try (stdin) {
      while (true) {
        Sending next = queue.take();
        if (next.take()) {
          stdin.write(next.message());
          stdin.write('\n');
          stdin.flush();
          next.written();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the thread ends with this
    }
  }
}
