package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.MessageReader;
import dev.kora.memory.isokron.mcp.protocol.Outgoing;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their answers: gives ids, matches answers by id, answers the server's own requests.
 */
final class Conversation {
  private static final Logger LOG = LogManager.getLogger(Conversation.class);

  private final Transport transport;
  private final AtomicLong ids = new AtomicLong();

  /** What must happen when the server says that its tools changed. */
  private final Runnable toolsChanged;

  Conversation(Transport transport, Runnable toolsChanged) {
    this.transport = transport;
    this.toolsChanged = toolsChanged;
  }

  Reply request(
      String method, @Nullable ObjectNode params, Map<String, String> headers, Deadline deadline) {
    long id = ids.incrementAndGet();
    AtomicReference<@Nullable Incoming> answer = new AtomicReference<>();
    AtomicReference<@Nullable String> invalid = new AtomicReference<>();
    Exchange exchange =
        transport.exchange(
            Outgoing.request(id, method, params),
            headers,
            bytes -> {
              for (Incoming message : MessageReader.read(bytes)) {
                take(message, Long.toString(id), answer, invalid, headers);
              }
              return answer.get() != null;
            },
            deadline);
    if (exchange instanceof Exchange.TimedOut && !method.equals("initialize")) {
      ObjectNode cancelled = StrictJson.object();
      cancelled.put("requestId", id).put("reason", "time limit reached");
      transport.post(Outgoing.notification("notifications/cancelled", cancelled), headers);
    }
    return new Reply(exchange, answer.get(), invalid.get());
  }

  Exchange tell(String method, Map<String, String> headers, Deadline deadline) {
    return transport.exchange(
        Outgoing.notification(method, null), headers, ignored -> false, deadline);
  }

  private void take(
      Incoming message,
      String id,
      AtomicReference<@Nullable Incoming> answer,
      AtomicReference<@Nullable String> invalid,
      Map<String, String> headers) {
    if (message instanceof Incoming.Result result && result.id().equals(id)) {
      answer.compareAndSet(null, result);
    } else if (message instanceof Incoming.Failure failure
        && (failure.id() == null || failure.id().equals(id))) {
      answer.compareAndSet(null, failure);
    } else if (message instanceof Incoming.Request request) {
      transport.post(Outgoing.answer(request.id(), request.method()), headers);
    } else if (message instanceof Incoming.Notification notification) {
      if (notification.method().equals("notifications/tools/list_changed")) {
        toolsChanged.run();
      }
    } else if (message instanceof Incoming.Invalid bad) {
      invalid.compareAndSet(null, bad.reason());
    } else {
      LOG.debug("[kora.isokron] dropped an answer to another request: {}", summary(message));
    }
  }

  private static String summary(Incoming message) {
    return OneLine.of(message.getClass().getSimpleName(), 40);
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
