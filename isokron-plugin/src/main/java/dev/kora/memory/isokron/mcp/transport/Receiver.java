package dev.kora.memory.isokron.mcp.transport;

/** Takes what the server sends while an exchange is open. Called on the transport's threads. */
@FunctionalInterface
public interface Receiver {
  /**
   * Takes one message.
   *
   * @return true when the exchange has all it needs and can be closed
   */
  boolean accept(byte[] message);
}
