package dev.kora.memory.isokron.outbox.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether somebody has a lock, without asking for it: who asks has it for a moment, and a process
 * that starts in that moment would take the folder for somebody else's.
 */
public final class LockSign {
  private static final Path KERNEL = Path.of("/proc/locks");

  private LockSign() {}

  /** Whether a process has this file locked; one of another container may not be seen. */
  public static boolean isHeld(Path lock) throws IOException {
    try {
      return Files.exists(lock) && isHeldIfThere(lock);
    } catch (NoSuchFileException e) {
      return false; // it went, with its folder
    }
  }

  private static boolean isHeldIfThere(Path lock) throws IOException {
    if (System.getProperty(FileLocks.claim(lock)) != null) {
      return true; // by this one
    }
    if (Files.isReadable(KERNEL)) {
      // "1: POSIX  ADVISORY  WRITE 430 fe:00:2154521 0 EOF": 2154521 is the file. The device may be
      // another than stat says, on some file systems.
      String number = ":" + Files.getAttribute(lock, "unix:ino") + " ";
      try (Stream<String> locks = Files.lines(KERNEL, StandardCharsets.US_ASCII)) {
        return locks.anyMatch(line -> line.contains(" POSIX ") && line.contains(number));
      }
    }
    Optional<Closeable> free = FileLocks.tryLock(lock);
    if (free.isPresent()) {
      free.get().close();
    }
    return free.isEmpty();
  }
}
