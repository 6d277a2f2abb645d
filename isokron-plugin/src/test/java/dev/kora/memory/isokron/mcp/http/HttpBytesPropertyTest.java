package dev.kora.memory.isokron.mcp.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/** Rule 21: whatever bytes a server says and then closes, the outcome is one that is declared. */
class HttpBytesPropertyTest {
  private static final ScriptedServer SERVER = new ScriptedServer((request, out) -> false);

  /** What stands before the arbitrary bytes. */
  private enum Start {
    NOTHING(""),
    VERSION("HTTP/1.1 "),
    STATUS_LINE("HTTP/1.1 200 OK\r\n"),
    HEADER(ScriptedServer.JSON + "Content-Length: "),
    CHUNKS(ScriptedServer.JSON + "Transfer-Encoding: chunked\r\n\r\n"),
    JSON_OF_8(ScriptedServer.JSON + "Content-Length: 8\r\n\r\n"),
    JSON(ScriptedServer.JSON + "Connection: close\r\n\r\n"),
    EVENT_STREAM(ScriptedServer.EVENTS),
    EVENT(ScriptedServer.EVENTS + "data:"),
    ERROR_TEXT("HTTP/1.1 500 No\r\nConnection: close\r\n\r\n"),
    REDIRECT("HTTP/1.1 307 No\r\nLocation: ");

    private final String text;

    Start(String text) {
      this.text = text;
    }
  }

  @AfterContainer
  static void stop() {
    SERVER.close();
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(2_000);
    Arbitrary<byte[]> likely =
        Arbitraries.of(
                "\r\n", "\r", "\n", ":", " ", "9", "data", "id", "answer", "HTTP/1.1 ", "200")
            .list()
            .ofMaxSize(30)
            .map(parts -> String.join("", parts).getBytes(StandardCharsets.US_ASCII));
    return Arbitraries.oneOf(any, likely);
  }

  @Property(tries = 500)
  void rule21AnyBytesEndInADeclaredOutcome(@ForAll Start start, @ForAll("bytes") byte[] bytes) {
    SERVER.script(
        (request, out) -> {
          ScriptedServer.say(out, start.text);
          out.write(bytes);
          return false;
        });
    Outbound message = new Outbound(new byte[] {'{', '}'}, Map.of(), false);
    Exchange how = exchanged(message);
    Statistics.label("start")
        .collect(start)
        .coverage(
            check -> {
              for (Start each : Start.values()) {
                check.check(each).count(n -> n > 0);
              }
            });
    Statistics.label("outcome")
        .collect(how.getClass().getSimpleName())
        .coverage(
            check -> {
              check.check("Completed").count(n -> n > 0);
              check.check("Rejected").count(n -> n > 0);
              check.check("Broken").count(n -> n > 0);
            });
    // It was sent, and a server that closes the connection need not be waited for.
    assertTrue(
        how instanceof Exchange.Completed
            || how instanceof Exchange.Rejected
            || how instanceof Exchange.Broken,
        how::toString);
  }

  private static Exchange exchanged(Outbound message) {
    try (HttpTransport transport = new HttpTransport(SERVER.endpoint("/mcp"), null)) {
      return transport.exchange(message, new Exchanges(), Deadline.in(Exchanges.LONG));
    }
  }
}
