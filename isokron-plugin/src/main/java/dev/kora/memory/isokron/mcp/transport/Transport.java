package dev.kora.memory.isokron.mcp.transport;

import java.util.Map;

/**
 * A way to a server. Safe for all threads; any number of exchanges may be open at once. Throws
 * nothing for what a server does or while it is being closed, and says nothing of its secrets.
 */
public interface Transport extends AutoCloseable {
  /**
   * Sends one message and waits until the receiver has what it needs, the server has nothing more
   * to say, or the deadline passes. The deadline covers all of it.
   *
   * @param headers sent with this message where the transport has headers
   */
  Exchange exchange(
      byte[] message, Map<String, String> headers, Receiver receiver, Deadline deadline);

  /**
   * Sends one message for which no answer is awaited, and does not wait for it to arrive. Drops it
   * when too many such messages are under way.
   */
  void post(byte[] message, Map<String, String> headers);

  /** Tells the server that the session of these headers is over; briefly, whatever it answers. */
  void endSession(Map<String, String> headers, Deadline deadline);

  /** Ends all exchanges and threads. */
  @Override
  void close();
}
