package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres that runs as long as this object is open, and never longer than the JVM. Listens on
 * loopback only; every connection needs the password.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** The superuser's name. */
  public static final String SUPERUSER = "sea_admin";

  private static final int ATTEMPTS = 5;

  /** After a crash Postgres first replays its log, which may take minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Watchdog watchdog;
  private final int port;

  private EmbeddedPostgres(Watchdog watchdog, int port) {
    this.watchdog = watchdog;
    this.port = port;
  }

  /** Whether the folder holds a database already, whose password must then be known. */
  public static boolean hasCluster(DataFolder folder) {
    return Files.exists(folder.cluster());
  }

  /**
   * Starts it; the first time, makes the database with this password.
   *
   * @param folder stays the caller's to close, after this is closed
   * @throws SeaException with the end of Postgres' log if it does not start
   */
  public static EmbeddedPostgres start(DataFolder folder, String password) {
    return start(folder, password, PATIENCE);
  }

  static EmbeddedPostgres start(DataFolder folder, String password, Duration patience) {
    PostgresUser user = PostgresUser.choose(folder.cluster());
    Cluster cluster = new Cluster(folder, user);
    if (cluster.exists()) {
      cluster.check();
    }
    open(folder, user);
    ownLog(folder, user);
    Path binaries = Binaries.in(folder.path());
    if (folder.isTemporary()) {
      handOver(binaries, user);
    }
    if (!cluster.exists()) {
      cluster.create(binaries, SUPERUSER, password);
    }
    StaleServer.await(folder.cluster());
    for (int attempt = 1; ; attempt++) {
      EmbeddedPostgres started = attempt(folder, user, binaries, patience, attempt == ATTEMPTS);
      if (started != null) {
        return started;
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** The server's process. */
  public long pid() {
    return watchdog.serverPid();
  }

  /** Calls back when it ends, for whatever reason. */
  public void onEnd(Runnable action) {
    var unused = watchdog.onExit().thenRun(action);
  }

  /** Ends it with a fast shutdown and waits. */
  @Override
  public void close() {
    watchdog.stop();
  }

  private static void open(DataFolder folder, PostgresUser user) {
    if (!user.isSwitched()) {
      return;
    }
    try {
      if (folder.isTemporary()) {
        // Its watchdog removes it, and runs as that user.
        user.own(folder.path());
      } else {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder.path());
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
          Files.setPosixFilePermissions(folder.path(), permissions);
        }
      }
    } catch (IOException e) {
      throw new SeaException("cannot prepare the data folder " + folder.path() + " (" + e + ")", e);
    }
    user.mustReach(folder.path());
  }

  /** It may hold what clients sent: its owner's only. */
  private static void ownLog(DataFolder folder, PostgresUser user) {
    Set<PosixFilePermission> owners = PosixFilePermissions.fromString("rw-------");
    try {
      if (!Files.exists(folder.log())) {
        Files.createFile(folder.log(), PosixFilePermissions.asFileAttribute(owners));
      }
      Files.setPosixFilePermissions(folder.log(), owners);
      user.own(folder.log());
    } catch (IOException e) {
      throw new SeaException("cannot prepare " + folder.log() + " (" + e + ")", e);
    }
  }

  /** The watchdog of a temporary folder can remove only what its user owns. */
  private static void handOver(Path binaries, PostgresUser user) {
    if (!user.isSwitched()) {
      return;
    }
    try (Stream<Path> all = Files.walk(binaries)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
        user.own(path);
      }
    } catch (IOException e) {
      throw new SeaException("cannot prepare " + binaries + " (" + e + ")", e);
    }
  }

  private static @Nullable EmbeddedPostgres attempt(
      DataFolder folder, PostgresUser user, Path binaries, Duration patience, boolean last) {
    int port = freePort();
    long logged = folder.log().toFile().length();
    Watchdog watchdog = Watchdog.start(user, folder, command(folder, binaries, port));
    Path pidFile = folder.cluster().resolve("postmaster.pid");
    long deadline = System.nanoTime() + patience.toNanos();
    boolean handedOver = false;
    try {
      while (watchdog.isAlive()) {
        if (isReady(pidFile, watchdog.serverPid())) {
          handedOver = true;
          return new EmbeddedPostgres(watchdog, port);
        }
        if (System.nanoTime() - deadline > 0) {
          throw new SeaException(
              "Postgres was not ready after "
                  + patience.toSeconds()
                  + " seconds and was stopped: start again, it goes on from where it was.\n"
                  + LogTail.of(folder.log()));
        }
        StaleServer.pause();
      }
    } finally {
      if (!handedOver) {
        watchdog.stop();
      }
    }
    if (!last && portWasTaken(folder.log(), logged)) {
      return null;
    }
    throw new SeaException(
        "Postgres does not start on the data folder "
            + folder.path()
            + ": if it is damaged, restore it from a backup or choose another folder.\n"
            + LogTail.of(folder.log()));
  }

  private static List<String> command(DataFolder folder, Path binaries, int port) {
    return List.of(
        binaries.resolve("bin/postgres").toString(),
        "-D",
        folder.cluster().toString(),
        "-p",
        Integer.toString(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "logging_collector=off",
        "-c",
        "log_destination=stderr",
        "-c",
        "log_timezone=UTC",
        "-c",
        "timezone=UTC",
        "-c",
        "fsync=on");
  }

  /** The last line that Postgres adds to its pid file once it takes connections. */
  private static boolean isReady(Path pidFile, long pid) {
    try {
      List<String> lines = Files.readAllLines(pidFile);
      return lines.size() >= 8
          && lines.get(0).strip().equals(Long.toString(pid))
          && lines.get(7).strip().equals("ready");
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean portWasTaken(Path log, long from) {
    try {
      String text = Files.readString(log);
      return text.substring((int) Math.min(from, text.length())).contains("could not bind");
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new SeaException("there is no free port on the loopback address (" + e + ")", e);
    }
  }
}
