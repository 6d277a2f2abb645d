package dev.kora.memory.isokron.mcp.http;

import static dev.kora.memory.isokron.mcp.http.ScriptedServer.EVENTS;
import static dev.kora.memory.isokron.mcp.http.ScriptedServer.JSON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.Secret;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Rule 21: what is too long is cut off. That what the client keeps is bounded shows in how much the
 * server could write.
 */
@Timeout(120)
class MemoryBoundTest {
  private static final long MB = 1024 * 1024;
  private static final long FLOOD = 100 * MB;

  /** A message of 16 MiB, and what the buffers of two sockets may hold. */
  private static final long MOST = 40 * MB;

  private static final String LENGTH = "Content-Length: " + FLOOD + "\r\n\r\n";

  private final ScriptedServer server = new ScriptedServer((request, out) -> false);
  private final HttpTransport transport =
      new HttpTransport(server.endpoint("/mcp"), new Secret("canary/token"));
  private final AtomicLong written = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  /** The outcome of a call that is answered by this and then by a piece until it is cut. */
  private Exchange flooded(String head, String piece) throws InterruptedException {
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    byte[] more = piece.repeat((1 << 16) / piece.length()).getBytes(StandardCharsets.UTF_8);
    server.script(
        (request, out) -> {
          try {
            write(out, start);
            while (written.get() < FLOOD) {
              write(out, more);
            }
          } finally {
            done.countDown();
          }
          return false;
        });
    Exchange how = Exchanges.call(transport);
    done.await();
    return how;
  }

  private void write(OutputStream out, byte[] bytes) throws java.io.IOException {
    out.write(bytes);
    written.addAndGet(bytes.length);
  }

  private void assertTooLong(String what, Exchange how) {
    Exchange.Broken broken = assertInstanceOf(Exchange.Broken.class, how, how::toString);
    assertEquals(what + " is longer than 16777216 bytes", broken.reason());
    assertTrue(written.get() < MOST, () -> written + " bytes were written");
  }

  @Test
  void rule21AJsonBodyOf100MegabytesIsCutOff() throws Exception {
    assertTooLong("the answer", flooded(JSON + LENGTH, "x"));
  }

  @Test
  void rule21AJsonBodyWhoseLengthIsNotSaidIsCutOff() throws Exception {
    assertTooLong("the answer", flooded(JSON + "Connection: close\r\n\r\n", "x"));
  }

  @Test
  void rule21AnEventOf100MegabytesInOneLineIsCutOff() throws Exception {
    assertTooLong("an event of the stream", flooded(EVENTS + "data: ", "x"));
  }

  @Test
  void rule21AnEventOf100MegabytesInManyLinesIsCutOff() throws Exception {
    assertTooLong("an event of the stream", flooded(EVENTS, "data: 0123456789\n"));
  }

  @Test
  void rule21ACommentOf100MegabytesInOneLineIsCutOff() throws Exception {
    assertTooLong("an event of the stream", flooded(EVENTS + ":", "x"));
  }

  @Test
  void rule21OfAnErrorTextComes64KiBAtMostAndNoHalfOfASecret() throws Exception {
    String before = "x".repeat(65_536 - 7) + "canary/token";
    Exchange how = flooded("HTTP/1.1 500 No\r\n" + LENGTH + before, "x");
    Exchange.Rejected rejected = assertInstanceOf(Exchange.Rejected.class, how);
    assertEquals(500, rejected.status());
    assertTrue(rejected.body().matches("x{65000,65536}"));
    assertTrue(written.get() < MOST, () -> written + " bytes were written");
  }
}
