package dev.kora.memory.isokron.mcp.transport;

import java.util.Map;
import java.util.function.Consumer;

/**
 * A way to a server. Safe for all threads; any number of exchanges may be open at once. Throws
 * nothing for what a server does or while it is being closed, repeats nothing by itself, and says
 * nothing of its secrets.
 */
public interface Transport extends AutoCloseable {
  /**
   * Names who takes the messages that come outside of any exchange: all of them where one channel
   * carries everything (stdio), none over HTTP. Called once, before the first exchange.
   */
  void listen(Consumer<byte[]> receiver);

  /**
   * Sends one message and waits until what is awaited has settled, the server has nothing more to
   * say, or the deadline passes. The deadline covers all of it.
   */
  Exchange exchange(Outbound message, Awaited awaited, Deadline deadline);

  /**
   * Sends one message for which no answer is awaited, and does not wait for it to arrive. Drops it
   * when too many such messages are under way.
   */
  void post(Outbound message);

  /**
   * Whether each exchange has a stream of its own, so that ending it tells the server that its
   * answer is no longer wanted.
   */
  boolean hasStreamPerExchange();

  /** Tells the server that the session of these headers is over; briefly, whatever it answers. */
  void endSession(Map<String, String> headers, Deadline deadline);

  /** Ends all exchanges, threads and processes. */
  @Override
  void close();
}
