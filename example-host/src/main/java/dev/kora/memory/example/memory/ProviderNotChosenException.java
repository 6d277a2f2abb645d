package dev.kora.memory.example.memory;

/** No memory provider could be chosen. The message lists what was found and says what to do. */
public final class ProviderNotChosenException extends Exception {
  private static final long serialVersionUID = 1L;

  ProviderNotChosenException(String message) {
    super(message);
  }
}
