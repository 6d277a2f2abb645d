package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds an embedded Postgres: the unpacked binaries, the cluster, its log, the
 * credentials. One server at a time holds its lock.
 */
public final class DataFolder implements AutoCloseable {
  private static final String LOCK = "server.lock";
  private static final String HOLDER = "server.holder";
  private static final Set<String> OURS =
      Set.of(LOCK, HOLDER, "cluster", "credentials.json", "postgres.log", "temporary");

  /**
   * The folders that this JVM holds. The lock of a file is the whole process's, and the system
   * drops it when any descriptor of that file is closed: whose folder is here must not open the
   * file again.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path path;
  private final boolean temporary;
  private final Path held;
  private final FileChannel channel;

  private DataFolder(Path path, boolean temporary, Path held, FileChannel channel) {
    this.path = path;
    this.temporary = temporary;
    this.held = held;
    this.channel = channel;
  }

  /**
   * Opens a folder, made if missing, and takes its lock.
   *
   * @param given null for a temporary folder
   * @throws SeaException if it is in use, holds other files, or cannot be written
   */
  public static DataFolder open(@Nullable Path given) {
    Path path = given == null ? makeTemporary() : given.toAbsolutePath().normalize();
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new SeaException(path + " is a file: give a folder with --data-dir");
    }
    try {
      if (given != null) {
        makePermanent(path);
      }
      Path real = path.toRealPath();
      return new DataFolder(path, given == null, real, lock(real));
    } catch (IOException e) {
      throw new SeaException(
          "cannot use the data folder " + path + " (" + e + "): choose one that can be written", e);
    }
  }

  /** Tells whether a server holds the folder, without disturbing it. */
  public static boolean isInUse(Path path) {
    synchronized (HELD) {
      return isHeldHere(path) || isLocked(path.resolve(LOCK));
    }
  }

  private static boolean isHeldHere(Path path) {
    try {
      return HELD.contains(path.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isLocked(Path file) {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Says who holds the folder, for whoever finds it locked. */
  public void announce(String holder) {
    try {
      Files.writeString(path.resolve(HOLDER), holder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path.resolve(HOLDER), e);
    }
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Whether it goes when the server goes. */
  public boolean isTemporary() {
    return temporary;
  }

  Path cluster() {
    return path.resolve("cluster");
  }

  Path log() {
    return path.resolve("postgres.log");
  }

  /** Lets go of the lock, and removes a temporary folder. Postgres must be gone. */
  @Override
  public void close() {
    try {
      synchronized (HELD) {
        channel.close();
        HELD.remove(held);
      }
      if (temporary) {
        FolderRemoval.remove(path);
      }
    } catch (IOException e) {
      throw new SeaException("cannot remove the temporary folder " + path + " (" + e + ")", e);
    }
  }

  private static Path makeTemporary() {
    try {
      Path path = Files.createTempDirectory("sea-server-").toRealPath();
      // The watchdog removes no folder without this mark.
      Files.createFile(path.resolve("temporary"));
      return path;
    } catch (IOException e) {
      throw new SeaException(
          "cannot make a temporary folder (" + e + "): give a data folder of your own", e);
    }
  }

  private static void makePermanent(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path.resolveSibling("."));
      Files.createDirectory(
          path,
          PosixFilePermissions.asFileAttribute(
              Set.of(
                  PosixFilePermission.OWNER_READ,
                  PosixFilePermission.OWNER_WRITE,
                  PosixFilePermission.OWNER_EXECUTE)));
      return;
    }
    Set<String> foreign = new TreeSet<>();
    try (Stream<Path> entries = Files.list(path)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(DataFolder::isForeign)
          .forEach(foreign::add);
    }
    if (!foreign.isEmpty()) {
      throw new SeaException(
          "the data folder "
              + path
              + " holds files that are not ours ("
              + String.join(", ", foreign.stream().limit(5).toList())
              + "): choose an empty or a new folder");
    }
  }

  private static boolean isForeign(String name) {
    return !OURS.contains(name) && !name.startsWith("postgres-") && !name.startsWith(".");
  }

  private static FileChannel lock(Path path) throws IOException {
    synchronized (HELD) {
      if (HELD.contains(path)) {
        throw inUse(path);
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      boolean locked = false;
      try {
        locked = channel.tryLock() != null;
      } finally {
        if (!locked) {
          channel.close();
        }
      }
      if (!locked) {
        throw inUse(path);
      }
      HELD.add(path);
      return channel;
    }
  }

  private static SeaException inUse(Path path) throws IOException {
    Path file = path.resolve(HOLDER);
    String holder = Files.exists(file) ? Files.readString(file).strip() : "which is starting";
    return new SeaException(
        "the data folder "
            + path
            + " is in use by another server ("
            + holder
            + "): stop that one, or choose another folder");
  }
}
