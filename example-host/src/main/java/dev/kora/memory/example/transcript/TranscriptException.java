package dev.kora.memory.example.transcript;

/**
 * A transcript that cannot be played. The message says which file, which line and what is wrong.
 */
public final class TranscriptException extends Exception {
  private static final long serialVersionUID = 1L;

  TranscriptException(String message) {
    super(message);
  }
}
