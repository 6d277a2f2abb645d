package dev.kora.memory.sea.mcp;

/** A tool says no: the message names the argument and why, and goes to the client as it is. */
final class ToolRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ToolRefusal(String message) {
    super(message);
  }
}
