package dev.kora.memory.isokron.mcp.stdio;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Splits a stream into lines of bounded length (rules 21 and 22). */
final class LineReader {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final int maxBytes;
  private final Receiver receiver;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** Grows with each read; odd while it waits for one. */
  private final AtomicLong steps = new AtomicLong();

  private boolean tooLong;

  LineReader(int maxBytes, Receiver receiver) {
    this.maxBytes = maxBytes;
    this.receiver = receiver;
  }

  /** Takes the lines, on the reading thread. */
  interface Receiver {
    /**
     * Takes one line, without its end.
     *
     * @param whole false for the beginning of a line that passes the bound; its rest is dropped
     */
    void take(byte[] line, boolean whole);
  }

  /** Reads to the stream's end; a last line without an end counts too. */
  void readAll(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
      int start = 0;
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          append(buffer, start, i);
          endLine();
          start = i + 1;
        }
      }
      append(buffer, start, n);
    }
    if (line.size() > 0) {
      endLine();
    }
  }

  private int read(InputStream in, byte[] buffer) throws IOException {
    steps.incrementAndGet();
    int n = in.read(buffer);
    steps.incrementAndGet();
    return n;
  }

  /**
   * Lets a thread read on, for others who wait for what it reads: to its end, or until it has
   * waited a moment for bytes that an orphan may never send, or the limit passes.
   */
  void letRead(Thread reader, long momentNanos, Deadline limit) throws InterruptedException {
    long before = -1;
    long now = steps.get();
    while (reader.isAlive() && limit.leftNanos() > 0 && (now != before || now % 2 == 0)) {
      TimeUnit.NANOSECONDS.timedJoin(reader, momentNanos);
      before = now;
      now = steps.get();
    }
  }

  private void append(byte[] buffer, int start, int end) {
    if (tooLong) {
      return;
    }
    if (line.size() + end - start > maxBytes) {
      line.write(buffer, start, maxBytes - line.size());
      tooLong = true;
      give(false);
    } else {
      line.write(buffer, start, end - start);
    }
  }

  private void endLine() {
    if (!tooLong) {
      give(true);
    }
    tooLong = false;
  }

  private void give(boolean whole) {
    byte[] bytes = line.toByteArray();
    line.reset();
    receiver.take(bytes, whole);
  }
}
