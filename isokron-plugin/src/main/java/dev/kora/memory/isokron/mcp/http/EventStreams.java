package dev.kora.memory.isokron.mcp.http;

import dev.kora.memory.isokron.mcp.transport.Awaited;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.mcp.transport.Exchange;
import dev.kora.memory.isokron.mcp.transport.SecretMask;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes up event streams that end before their answer (rule 16): asks with a GET for what follows
 * the last event. The message itself is never sent again.
 */
final class EventStreams {
  private static final String NOT_TAKEN_UP = "the event stream ended and was not taken up again: ";

  private final Sender sender;
  private final Requests requests;

  EventStreams(Sender sender, Requests requests) {
    this.sender = sender;
    this.requests = requests;
  }

  /**
   * Goes on after an attempt until what is awaited has settled, the server has no more to say, or
   * the deadline passes.
   *
   * @param headers those of the message
   */
  Exchange carryOn(
      AnswerReader first,
      Map<String, String> headers,
      Awaited awaited,
      SecretMask mask,
      Deadline deadline) {
    Position position = new Position();
    AnswerReader answer = first;
    Exchange how = first.how();
    for (SseParser events = first.endedEarly(); events != null; events = answer.endedEarly()) {
      String lastEventId = position.after(events);
      if (lastEventId == null) {
        break;
      }
      Exchange pause = sender.pause(awaited, earlier(deadline, position.waitMillis()));
      if (!(pause instanceof Exchange.TimedOut) || deadline.leftNanos() == 0) {
        how = pause;
        break;
      }
      try {
        HttpRequest request = requests.resume(headers, lastEventId, deadline);
        answer = sender.send(request, awaited, mask, deadline);
      } catch (IllegalArgumentException e) {
        return new Exchange.Broken(NOT_TAKEN_UP + "no header can carry the event's id", null);
      }
      how = ofResumed(answer.how());
    }
    // The session is the one that the answer to the message named.
    return how instanceof Exchange.Completed ? new Exchange.Completed(first.session()) : how;
  }

  /** The message itself was sent, whatever became of the GET. */
  private static Exchange ofResumed(Exchange how) {
    if (how instanceof Exchange.Rejected rejected) {
      return new Exchange.Broken(NOT_TAKEN_UP + "HTTP " + rejected.status(), null);
    }
    if (how instanceof Exchange.NotSent notSent) {
      return new Exchange.Broken(NOT_TAKEN_UP + notSent.reason(), notSent.cause());
    }
    return how;
  }

  private static Deadline earlier(Deadline deadline, long millis) {
    long left = Math.min(deadline.leftNanos(), TimeUnit.MILLISECONDS.toNanos(millis));
    return new Deadline(System.nanoTime() + left);
  }

  /** Where the stream is, and how long to wait before asking for more. */
  private static final class Position {
    private static final long DEFAULT_WAIT_MILLIS = 1_000;
    private static final long LEAST_GROWING_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    private @Nullable String lastEventId;
    private long retryMillis = -1;
    private int inVain = -1;

    /** The event to go on after, or null when the server named none. */
    @Nullable String after(SseParser events) {
      String id = events.lastEventId();
      inVain = id == null || id.equals(lastEventId) ? inVain + 1 : 0;
      lastEventId = id == null ? lastEventId : id;
      retryMillis = events.retryMillis() >= 0 ? events.retryMillis() : retryMillis;
      return lastEventId == null || lastEventId.isEmpty() ? null : lastEventId;
    }

    long waitMillis() {
      long asked =
          retryMillis >= 0
              ? retryMillis
              : DEFAULT_WAIT_MILLIS * ThreadLocalRandom.current().nextLong(750, 1_250) / 1_000;
      if (inVain <= 0) {
        return asked;
      }
      long growing = Math.max(asked, LEAST_GROWING_MILLIS) << Math.min(inVain, 16);
      return Math.max(asked, Math.min(LONGEST_WAIT_MILLIS, growing));
    }
  }
}
