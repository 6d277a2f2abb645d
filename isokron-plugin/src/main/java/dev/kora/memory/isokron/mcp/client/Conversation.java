package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.MessageReader;
import dev.kora.memory.isokron.mcp.protocol.Outgoing;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their answers: gives ids, matches answers by id, answers the server's own requests.
 */
final class Conversation {
  private static final Logger LOG = LogManager.getLogger(Conversation.class);

  /** Most requests of the server that are answered while one of ours is open. */
  private static final int MAX_ANSWERED = 64;

  private final Transport transport;
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, Pending> open = new ConcurrentHashMap<>();

  /** What must happen when the server says that its tools changed. */
  private final Runnable toolsChanged;

  Conversation(Transport transport, Runnable toolsChanged) {
    this.transport = transport;
    this.toolsChanged = toolsChanged;
    transport.listen(bytes -> MessageReader.read(bytes).forEach(m -> take(m, null)));
  }

  Reply request(
      String method, @Nullable ObjectNode params, Map<String, String> headers, Deadline deadline) {
    long id = ids.incrementAndGet();
    Pending pending = new Pending(Long.toString(id), headers);
    open.put(pending.id, pending);
    try {
      Outbound request = new Outbound(Outgoing.request(id, method, params), headers, true);
      Exchange exchange = transport.exchange(request, pending, deadline);
      if (exchange instanceof Exchange.TimedOut && !method.equals("initialize")) {
        ObjectNode cancelled = StrictJson.object();
        cancelled.put("requestId", id).put("reason", "time limit reached");
        byte[] notification = Outgoing.notification("notifications/cancelled", cancelled);
        transport.post(new Outbound(notification, headers, false));
      }
      return new Reply(exchange, pending.answer.getNow(null), pending.invalid);
    } finally {
      open.remove(pending.id); // rule 10: no entry survives its call
    }
  }

  Exchange tell(String method, Map<String, String> headers, Deadline deadline) {
    Outbound message = new Outbound(Outgoing.notification(method, null), headers, false);
    return transport.exchange(message, Awaited.nothing(), deadline);
  }

  /** Takes a message: one that came in answer to {@code current}, or outside of any exchange. */
  private void take(Incoming message, @Nullable Pending current) {
    if (message instanceof Incoming.Result result) {
      settle(result.id(), result);
    } else if (message instanceof Incoming.Failure failure) {
      String id = failure.id();
      settle(id != null || current == null ? id : current.id, failure);
    } else if (message instanceof Incoming.Request request) {
      answer(request, current);
    } else if (message instanceof Incoming.Notification notification) {
      if (notification.method().equals("notifications/tools/list_changed")) {
        toolsChanged.run();
      }
    } else if (message instanceof Incoming.Invalid bad && current != null) {
      current.invalid = current.invalid == null ? bad.reason() : current.invalid;
    }
  }

  private void settle(@Nullable String id, Incoming answer) {
    Pending pending = id == null ? null : open.get(id);
    if (pending == null || !pending.answer.complete(answer)) {
      LOG.debug(
          "[kora.isokron] dropped an answer that nobody waits for: {}",
          answer.getClass().getSimpleName());
    }
  }

  private void answer(Incoming.Request request, @Nullable Pending current) {
    if (current != null && current.asked++ >= MAX_ANSWERED) {
      LOG.debug("[kora.isokron] the server asks too much in one exchange: not answered");
      return;
    }
    Map<String, String> headers = current == null ? Map.of() : current.headers;
    byte[] answer = Outgoing.answer(request.id(), request.method());
    transport.post(new Outbound(answer, headers, false));
  }

  /** A request that is not answered yet. */
  private final class Pending implements Awaited {
    private final String id;
    private final Map<String, String> headers;
    private final CompletableFuture<Incoming> answer = new CompletableFuture<>();
    private volatile @Nullable String invalid;
    private int asked;

    Pending(String id, Map<String, String> headers) {
      this.id = id;
      this.headers = headers;
    }

    @Override
    public void accept(byte[] message) {
      MessageReader.read(message).forEach(m -> take(m, this));
    }

    @Override
    public CompletableFuture<?> settled() {
      return answer;
    }
  }

  /**
   * What came of a request.
   *
   * @param exchange how the sending went
   * @param answer the result or failure with the request's id, or null
   * @param invalid why something that came was no message, or null
   */
  record Reply(Exchange exchange, @Nullable Incoming answer, @Nullable String invalid) {}
}
