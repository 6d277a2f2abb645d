package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.MessageReader;
import dev.kora.memory.isokron.mcp.protocol.Outgoing;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Receiver;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.util.Map;
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

  /** What must happen when the server says that its tools changed. */
  private final Runnable toolsChanged;

  Conversation(Transport transport, Runnable toolsChanged) {
    this.transport = transport;
    this.toolsChanged = toolsChanged;
  }

  Reply request(
      String method, @Nullable ObjectNode params, Map<String, String> headers, Deadline deadline) {
    long id = ids.incrementAndGet();
    Inbox inbox = new Inbox(Long.toString(id), headers);
    Exchange exchange =
        transport.exchange(Outgoing.request(id, method, params), headers, inbox, deadline);
    if (exchange instanceof Exchange.TimedOut && !method.equals("initialize")) {
      ObjectNode cancelled = StrictJson.object();
      cancelled.put("requestId", id).put("reason", "time limit reached");
      transport.post(Outgoing.notification("notifications/cancelled", cancelled), headers);
    }
    return new Reply(exchange, inbox.answer, inbox.invalid);
  }

  Exchange tell(String method, Map<String, String> headers, Deadline deadline) {
    return transport.exchange(
        Outgoing.notification(method, null), headers, ignored -> false, deadline);
  }

  /** What arrives while one request is open. The transport gives it one message after another. */
  private final class Inbox implements Receiver {
    private final String id;
    private final Map<String, String> headers;
    private volatile @Nullable Incoming answer;
    private volatile @Nullable String invalid;
    private int asked;

    Inbox(String id, Map<String, String> headers) {
      this.id = id;
      this.headers = headers;
    }

    @Override
    public boolean accept(byte[] message) {
      MessageReader.read(message).forEach(this::take);
      return answer != null;
    }

    private void take(Incoming message) {
      if (message instanceof Incoming.Result result && result.id().equals(id)) {
        keep(result);
      } else if (message instanceof Incoming.Failure failure
          && (failure.id() == null || failure.id().equals(id))) {
        keep(failure);
      } else if (message instanceof Incoming.Request request) {
        answer(request);
      } else if (message instanceof Incoming.Notification notification) {
        if (notification.method().equals("notifications/tools/list_changed")) {
          toolsChanged.run();
        }
      } else if (message instanceof Incoming.Invalid bad) {
        invalid = invalid == null ? bad.reason() : invalid;
      } else {
        LOG.debug(
            "[kora.isokron] dropped an answer to another request: {}",
            message.getClass().getSimpleName());
      }
    }

    private void keep(Incoming first) {
      answer = answer == null ? first : answer;
    }

    private void answer(Incoming.Request request) {
      if (asked++ < MAX_ANSWERED) {
        transport.post(Outgoing.answer(request.id(), request.method()), headers);
      } else {
        LOG.debug("[kora.isokron] the server asks too much in one exchange: not answered");
      }
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
