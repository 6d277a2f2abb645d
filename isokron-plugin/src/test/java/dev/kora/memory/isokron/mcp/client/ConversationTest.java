package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}";

  /** Gives what it is told to, and counts what is posted. */
  private static final class Scripted implements Transport {
    private final List<String> incoming = new ArrayList<>();
    private final List<String> posted = new ArrayList<>();

    @Override
    public void listen(Consumer<byte[]> receiver) {
      // Everything comes in answer to a request.
    }

    @Override
    public boolean hasStreamPerExchange() {
      return true;
    }

    @Override
    public Exchange exchange(Outbound message, Awaited awaited, Deadline deadline) {
      incoming.forEach(text -> awaited.accept(text.getBytes(StandardCharsets.UTF_8)));
      return new Exchange.Completed(null);
    }

    @Override
    public void post(Outbound message) {
      posted.add(new String(message.message(), StandardCharsets.UTF_8));
    }

    @Override
    public void endSession(Map<String, String> headers, Deadline deadline) {
      posted.add("DELETE");
    }

    @Override
    public void close() {
      posted.add("close");
    }
  }

  @Test
  void oneExchangeAnswersSixtyFourOfTheServersRequestsAtMost() {
    Scripted server = new Scripted();
    server.incoming.addAll(Collections.nCopies(100, PING));
    server.incoming.add("[" + String.join(",", Collections.nCopies(100, PING)) + "]");
    server.incoming.add(FaultServer.result("1", "{}"));
    Conversation conversation = new Conversation(server, () -> {});
    Deadline deadline = Deadline.in(Duration.ofHours(1));
    Request request = new Request(Era.LEGACY, "m", null, Map.of());
    assertInstanceOf(Incoming.Result.class, conversation.request(request, deadline).answer());
    assertEquals(64, server.posted.size());
    server.incoming.set(server.incoming.size() - 1, FaultServer.result("2", "{}"));
    assertInstanceOf(Incoming.Result.class, conversation.request(request, deadline).answer());
    assertEquals(128, server.posted.size());
  }
}
