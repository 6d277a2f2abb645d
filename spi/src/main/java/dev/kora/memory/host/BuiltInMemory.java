package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryProvider;
import java.nio.file.Path;

/**
 * The memory that a host has without any plugin: two Markdown files that a person can read and
 * edit, {@code MEMORY.md} (the agent's notes) and {@code USER.md} (what it knows of its user).
 */
public final class BuiltInMemory {
  /** The name of the host's own memory; no plugin may have it. */
  public static final String NAME = "builtin";

  private BuiltInMemory() {}

  /**
   * The memory in a folder.
   *
   * @param folder made at the first write if it is missing; one process writes to it at a time
   * @return an open provider, to be given to {@link MemoryManager}, which closes it
   */
  public static MemoryProvider in(Path folder) {
    return new FlatFileProvider(folder);
  }
}
