package dev.kora.memory.isokron.outbox.system;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Locks between processes and within one. POSIX frees a process's lock as soon as the process
 * closes that file anywhere: so nobody in this JVM, in whatever class loader, opens it while one of
 * us has it. The system properties are what class loaders share.
 */
final class FileLocks {
  private static final String PROPERTY = "dev.kora.memory.isokron.outbox:";

  private FileLocks() {}

  static Optional<Closeable> tryLock(Path file) throws IOException {
    try {
      return tryLock(file, claim(file));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // removed meanwhile
    }
  }

  /** The system property that says that this process has it. */
  static String claim(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent()).toRealPath();
    return PROPERTY + folder.resolve(file.getFileName());
  }

  private static Optional<Closeable> tryLock(Path file, String claim) throws IOException {
    if (System.getProperties().putIfAbsent(claim, "locked") != null) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      makeSureItIsThere(file);
      Object before = keyOf(file);
      channel = FileChannel.open(file, WRITE);
      // Somebody who had it may have removed it between our opening and our locking.
      locked = channel.tryLock() != null && Objects.equals(before, keyOf(file));
      FileChannel held = channel;
      return locked ? Optional.of(() -> free(held, claim)) : Optional.empty();
    } finally {
      if (!locked) {
        free(channel, claim);
      }
    }
  }

  private static void makeSureItIsThere(Path file) throws IOException {
    try {
      Files.createFile(file, SystemDisk.forThisUserOnly("rw-------"));
    } catch (FileAlreadyExistsException e) {
      return; // as it should be
    }
  }

  private static @Nullable Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static void free(@Nullable FileChannel channel, String claim) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      System.getProperties().remove(claim);
    }
  }
}
