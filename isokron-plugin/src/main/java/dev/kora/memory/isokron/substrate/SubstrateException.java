package dev.kora.memory.isokron.substrate;

/** The substrate could not be read. The message is one line without secrets. */
public final class SubstrateException extends Exception {
  private static final long serialVersionUID = 1L;

  SubstrateException(String message, Throwable cause) {
    super(message, cause);
  }
}
