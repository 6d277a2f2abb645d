package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The unpacked Postgres in a data folder; one per version. */
final class Binaries {
  private static final Logger LOG = LoggerFactory.getLogger(Binaries.class);

  private Binaries() {}

  /**
   * Unpacks them if they are not there: beside first, so that a half-unpacked folder is never used.
   * Under the folder's lock, so what is beside is an earlier server's.
   */
  static Path in(Path dataFolder) {
    Path folder = dataFolder.resolve("postgres-" + PostgresVersion.FULL);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path fresh = dataFolder.resolve(".unpacking");
    boolean whole = false;
    try (InputStream archive = PostgresVersion.archive()) {
      FolderRemoval.remove(fresh);
      Files.createDirectory(fresh);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      new ArchiveUnpacker(fresh).unpack(archive);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      whole = true;
      return folder;
    } catch (IOException e) {
      throw new SeaException("cannot unpack Postgres into " + dataFolder + " (" + e + ")", e);
    } finally {
      if (!whole) {
        removeQuietly(fresh);
      }
    }
  }

  /** What stays is removed at the next start; the first failure is the one to tell. */
  private static void removeQuietly(Path fresh) {
    try {
      FolderRemoval.remove(fresh);
    } catch (IOException e) {
      LOG.warn("cannot remove {}", fresh, e);
    }
  }
}
