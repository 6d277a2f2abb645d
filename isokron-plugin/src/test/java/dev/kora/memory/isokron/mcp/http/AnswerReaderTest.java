package dev.kora.memory.isokron.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

/** What a reader does that is read by the very thread that waits for it. */
class AnswerReaderTest {
  /**
   * The JDK's client delivers on that thread for as long as more bytes come in time, which over a
   * socket is a matter of luck, and here is not.
   */
  @Test
  void rule10TheDeadlineEndsAFloodThatKeepsTheWaitingThreadReading() {
    AnswerReader reader =
        new AnswerReader(
            URI.create("http://127.0.0.1/"),
            new Exchanges(),
            SecretMask.NONE,
            Deadline.in(Duration.ZERO));
    try (SubmissionPublisher<List<ByteBuffer>> sameThread =
        new SubmissionPublisher<>(Runnable::run, 1)) {
      sameThread.subscribe(reader);
      sameThread.submit(List.of(ByteBuffer.wrap(new byte[] {' '})));
      assertInstanceOf(
          Exchange.TimedOut.class, reader.outcome().getNow(new Exchange.Completed(null)));
      assertEquals(0, sameThread.getNumberOfSubscribers());
    }
  }
}
