package dev.kora.memory.isokron.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.protocol.Incoming;
import dev.kora.memory.isokron.mcp.protocol.MessageReader;
import dev.kora.memory.isokron.mcp.protocol.Outgoing;
import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.Outbound;
import dev.kora.memory.isokron.mcp.transport.Transport;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their answers: gives ids, matches answers by id, answers the server's own requests.
 */
final class Conversation {
  static final String INITIALIZE = "initialize";
  static final String TOOLS_CALL = "tools/call";

  private static final Logger LOG = LogManager.getLogger(Conversation.class);

  /** Most requests of the server that are answered while one of ours is open. */
  private static final int MAX_ANSWERED = 64;

  private final Transport transport;
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, Pending> open = new ConcurrentHashMap<>();

  /** What must happen when the server says that its tools changed. */
  private final Runnable toolsChanged;

  /** Era and headers of the last request: for what the server asks outside of any exchange. */
  private volatile @Nullable Request last;

  Conversation(Transport transport, Runnable toolsChanged) {
    this.transport = transport;
    this.toolsChanged = toolsChanged;
    transport.listen(bytes -> MessageReader.read(bytes).forEach(m -> take(m, null)));
  }

  Reply request(Request request, Deadline deadline) {
    long id = ids.incrementAndGet();
    Pending pending = new Pending(Long.toString(id), request);
    open.put(pending.id, pending);
    last = new Request(request.era(), request.method(), null, request.headers());
    try {
      // Rule 16; and before its answer, a handshake has no session to resume anything in.
      boolean resumable = request.era() == Era.LEGACY && !request.method().equals(INITIALIZE);
      byte[] message = Outgoing.request(id, request.method(), request.params());
      Exchange exchange =
          transport.exchange(
              new Outbound(message, request.headers(), resumable), pending, deadline);
      if (exchange instanceof Exchange.TimedOut && !pending.answer.isDone()) {
        cancel(id, request);
      }
      Sent sent = new Sent(message.length, transport.hasStreamPerExchange());
      return new Reply(request.era(), sent, exchange, pending.answer.getNow(null), pending.invalid);
    } finally {
      open.remove(pending.id); // rule 10: no entry survives its call
    }
  }

  private void cancel(long id, Request request) {
    boolean byItsStream = request.era() == Era.STATELESS && transport.hasStreamPerExchange();
    if (byItsStream || request.method().equals(INITIALIZE)) {
      return; // rule 10
    }
    ObjectNode cancelled = StrictJson.object();
    cancelled.put("requestId", id).put("reason", "time limit reached");
    byte[] notification = Outgoing.notification("notifications/cancelled", cancelled);
    transport.post(new Outbound(notification, request.headers(), false));
  }

  Reply tell(String method, Map<String, String> headers, Deadline deadline) {
    byte[] message = Outgoing.notification(method, null);
    Exchange exchange =
        transport.exchange(new Outbound(message, headers, false), Awaited.nothing(), deadline);
    Sent sent = new Sent(message.length, transport.hasStreamPerExchange());
    return new Reply(Era.LEGACY, sent, exchange, null, null);
  }

  /** Tells the server that a session is over that will not be used. */
  void endSession(Map<String, String> headers, Deadline deadline) {
    transport.endSession(headers, deadline);
  }

  /** Takes a message: one that came in answer to {@code current}, or outside of any exchange. */
  private void take(Incoming message, @Nullable Pending current) {
    if (message instanceof Incoming.Result result) {
      settle(open.get(result.id()), result.id(), result);
    } else if (message instanceof Incoming.Failure failure) {
      fail(failure, current);
    } else if (message instanceof Incoming.Request request) {
      answer(request, current);
    } else if (message instanceof Incoming.Notification notification) {
      if (notification.method().equals("notifications/tools/list_changed")) {
        toolsChanged.run();
      }
    } else if (message instanceof Incoming.Invalid bad) {
      if (current != null) {
        current.invalid = current.invalid == null ? bad.reason() : current.invalid;
      } else {
        LOG.debug("[kora.isokron] the server sent something that is {}", bad.reason());
      }
    }
  }

  /** A failure without an id belongs to the exchange that it came in, or to the only call. */
  private void fail(Incoming.Failure failure, @Nullable Pending current) {
    String id = failure.id();
    if (id != null) {
      settle(open.get(id), id, failure);
      return;
    }
    Pending owner = current == null ? onlyOne() : current;
    String guess =
        "the server says of no request in particular: error %d: %s"
            .formatted(failure.code(), OneLine.of(failure.message(), 200));
    if (owner == null) {
      LOG.debug("[kora.isokron] {}", guess);
    } else if (current == null && owner.request.method().equals(TOOLS_CALL)) {
      settle(owner, "none", new Incoming.Invalid(guess)); // rule 11: it may be running
    } else {
      settle(owner, "none", failure);
    }
  }

  private @Nullable Pending onlyOne() {
    Iterator<Pending> pending = open.values().iterator();
    Pending first = pending.hasNext() ? pending.next() : null;
    return pending.hasNext() ? null : first;
  }

  private static void settle(@Nullable Pending pending, String id, Incoming answer) {
    if (pending == null || !pending.answer.complete(answer)) {
      LOG.debug(
          "[kora.isokron] dropped an answer that nobody waits for (id {})", OneLine.of(id, 40));
    }
  }

  /** Rule 5: a stateless server asks nothing, and is answered nothing. */
  private void answer(Incoming.Request request, @Nullable Pending current) {
    Request ours = current == null ? last : current.request;
    if (ours == null || ours.era() == Era.STATELESS) {
      LOG.debug("[kora.isokron] the server asks where it must not: not answered");
    } else if (current != null && current.asked.getAndIncrement() >= MAX_ANSWERED) {
      LOG.debug("[kora.isokron] the server asks too much in one exchange: not answered");
    } else {
      byte[] answer = Outgoing.answer(request.id(), request.method());
      transport.post(new Outbound(answer, ours.headers(), false));
    }
  }

  /** A request that is not answered yet. */
  private final class Pending implements Awaited {
    private final String id;
    private final Request request;
    private final CompletableFuture<Incoming> answer = new CompletableFuture<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable String invalid;

    Pending(String id, Request request) {
      this.id = id;
      this.request = request;
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
   * @param sent what went out
   * @param exchange how the sending went
   * @param answer the result or failure with the request's id, or {@link Incoming.Invalid} where
   *     the server may have meant this request, or null
   * @param invalid why something that came was no message, or null
   */
  record Reply(
      Era era, Sent sent, Exchange exchange, @Nullable Incoming answer, @Nullable String invalid) {}

  /** How many bytes a request had, and whether it went over HTTP. */
  record Sent(int bytes, boolean overHttp) {}
}
