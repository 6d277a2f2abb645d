package com.example.notes;

import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemoryProvider;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ProviderHealth;
import dev.kora.memory.spi.SessionContext;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All notes of a host; the sessions of one workspace share a file. */
final class NotesProvider implements MemoryProvider {
  private final Path folder;
  private final Clock clock;
  private final int promptNotes;
  private final Map<String, NoteFile> files = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Touches no file yet: a host opens its memory even where the disk is not there. */
  NotesProvider(Path folder, Clock clock, int promptNotes) {
    this.folder = folder;
    this.clock = clock;
    this.promptNotes = promptNotes;
  }

  @Override
  public MemorySession openSession(SessionContext session) {
    if (closed) {
      throw new IllegalStateException("the notes are closed");
    }
    String workspace = session.workspaceId();
    String name = workspace == null ? "no-workspace" : folderName(workspace);
    NoteFile file = files.computeIfAbsent(name, n -> new NoteFile(folder.resolve(n)));
    return new NotesSession(this, file, new NoteTools(file, clock), promptNotes);
  }

  /**
   * A name that leads nowhere else and is no other workspace's, whatever the id: letters and digits
   * of it for people, a hash to tell apart what those do not.
   */
  static String folderName(String workspace) {
    String readable = workspace.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    // Character by character: UTF-8 has the same bytes for all halves of surrogate pairs.
    ByteBuffer id = ByteBuffer.allocate(2 * workspace.length());
    id.asCharBuffer().put(workspace);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.array());
      return "w-%.20s-%s".formatted(readable, HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public ProviderHealth health() {
    if (closed) {
      return new ProviderHealth.Down("closed");
    }
    for (NoteFile file : files.values()) {
      if (!file.trouble().isEmpty()) {
        return new ProviderHealth.Degraded(file.trouble());
      }
    }
    return new ProviderHealth.Up();
  }

  /** Every note is on the disk when its tool call returns. */
  @Override
  public FlushResult flush(Duration atMost) {
    return FlushResult.nothingLeft();
  }

  @Override
  public void close() {
    closed = true;
  }
}
