package dev.kora.memory.example.demo;

/** Something that the demonstration promised did not happen. The message says what and where. */
public final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }
}
