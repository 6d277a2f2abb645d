package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** One exchange that waits for a message with "answer" in it, and what it received. */
final class Exchanges implements Awaited {
  static final Duration LONG = Duration.ofMinutes(5);

  final List<String> received = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Boolean> settled = new CompletableFuture<>();

  @Override
  public void accept(byte[] message) {
    String text = new String(message, StandardCharsets.UTF_8);
    received.add(text);
    if (text.contains("answer")) {
      settled.complete(true);
    }
  }

  @Override
  public CompletableFuture<Boolean> settled() {
    return settled;
  }

  Exchange on(Transport transport, Map<String, String> headers, Duration limit) {
    byte[] message = "{\"call\":1}".getBytes(StandardCharsets.UTF_8);
    return transport.exchange(new Outbound(message, headers, true), this, Deadline.in(limit));
  }

  /** As above for a call that is to time out: again where the time was over before it was sent. */
  Exchange untilSent(Transport transport, Map<String, String> headers, Duration limit) {
    Exchange how = on(transport, headers, limit);
    while (how instanceof Exchange.NotSent) {
      how = on(transport, headers, limit);
    }
    return how;
  }

  static Exchange call(Transport transport) {
    return new Exchanges().on(transport, Map.of(), LONG);
  }

  /** All that an outcome can show: its text, and its cause with every stack trace. */
  static String shown(Exchange how) {
    StringWriter text = new StringWriter();
    text.append(how.toString());
    Throwable cause = null;
    if (how instanceof Exchange.Broken broken) {
      cause = broken.cause();
    } else if (how instanceof Exchange.NotSent notSent) {
      cause = notSent.cause();
    }
    if (cause != null) {
      cause.printStackTrace(new PrintWriter(text));
    }
    return text.toString();
  }
}
