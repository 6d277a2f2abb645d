package dev.kora.memory.isokron.mcp.transport;

import java.util.Map;

/** A message on its way to a server. */
public final class Outbound {
  private final byte[] message;
  private final Map<String, String> headers;
  private final boolean resumable;

  /**
   * Makes a message.
   *
   * @param message one JSON-RPC message in UTF-8, without line breaks
   * @param headers sent with it where the transport has headers; may hold the session, a secret
   * @param resumable whether an event stream that ends early may be taken up again (rule 16)
   */
  public Outbound(byte[] message, Map<String, String> headers, boolean resumable) {
    this.message = message;
    this.headers = headers;
    this.resumable = resumable;
  }

  /** The bytes; not to be changed. */
  public byte[] message() {
    return message;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public boolean resumable() {
    return resumable;
  }

  @Override
  public String toString() {
    return "Outbound[" + message.length + " bytes]";
  }
}
