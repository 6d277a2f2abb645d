package dev.kora.memory.example.config;

import java.util.List;

/** A configuration that cannot be used. Each problem names the file, the key and what to do. */
public final class HostConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  HostConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }

  HostConfigException(String problem) {
    this(List.of(problem));
  }
}
