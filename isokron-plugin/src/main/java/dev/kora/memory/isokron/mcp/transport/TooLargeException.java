package dev.kora.memory.isokron.mcp.transport;

/** Something passed its bound (mcp-client.md rule 21). */
public final class TooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TooLargeException(String what, int maxBytes) {
    super(what + " is longer than " + maxBytes + " bytes");
  }
}
