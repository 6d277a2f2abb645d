package dev.kora.memory.isokron.config;

/** A value that cannot be used. Its message says why and holds no part of a secret. */
public final class SettingException extends Exception {
  private static final long serialVersionUID = 1L;

  SettingException(String message) {
    super(message);
  }
}
