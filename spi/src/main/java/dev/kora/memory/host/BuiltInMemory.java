package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.SessionContext;
import java.nio.file.Path;

/**
 * The memory that a host has without any plugin: two Markdown files that a person can read and
 * edit, {@code MEMORY.md} (the agent's notes) and {@code USER.md} (what it knows of its user). No
 * workspace or user sees another's.
 */
public final class BuiltInMemory {
  /** The name of the host's own memory; no plugin may have it. */
  public static final String NAME = "builtin";

  private BuiltInMemory() {}

  /**
   * The memory in a folder.
   *
   * <p>Each workspace and user has files of its own, in {@code workspace-ID/user-ID} below the
   * folder; a session that names only one of the two has them in {@code workspace-ID} or {@code
   * user-ID}, and one that names neither, as on a desktop, in the folder itself. In these names,
   * everything but {@code a-z 0-9 _ - .} is written as {@code %} and its code in hexadecimal
   * digits, and a long id ends in its SHA-256; so different ids never share a folder, and none
   * leads out of it.
   *
   * <p>Only sessions of a {@linkplain SessionContext.AgentContext#PRIMARY primary} agent write;
   * sub-agents and scheduled jobs read, and what they write is ignored ({@link
   * ManagedSession#writeMemory} answers false).
   *
   * @param folder made at the first write if it is missing; one process writes to it at a time,
   *     through one provider
   * @return an open provider, to be given to {@link MemoryManager}, which closes it
   */
  public static MemoryProvider in(Path folder) {
    return new FlatFileProvider(folder);
  }

  /**
   * Where below its folder this memory keeps the two files of a session.
   *
   * @param folder the one that was given to {@link #in}
   * @param session who and where
   * @return a folder, which is made at the first write
   */
  public static Path home(Path folder, SessionContext session) {
    Path home = folder;
    if (session.workspaceId() != null) {
      home = home.resolve(IdFolder.name("workspace", session.workspaceId()));
    }
    if (session.userId() != null) {
      home = home.resolve(IdFolder.name("user", session.userId()));
    }
    return home;
  }
}
