package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The database cluster's files: made once, checked at every start. */
final class Cluster {
  private final DataFolder folder;
  private final PostgresUser user;

  Cluster(DataFolder folder, PostgresUser user) {
    this.folder = folder;
    this.user = user;
  }

  boolean exists() {
    return Files.exists(folder.cluster());
  }

  /** Says what is wrong before Postgres would say it in its own words. */
  void check() {
    Path version = folder.cluster().resolve("PG_VERSION");
    String found;
    try {
      found = Files.readString(version).strip();
    } catch (IOException e) {
      throw damaged("its file PG_VERSION cannot be read");
    }
    if (!found.matches("[0-9]{1,3}")) {
      throw damaged("its file PG_VERSION holds no version");
    }
    if (!found.equals(PostgresVersion.MAJOR)) {
      throw new SeaException(
          "the data folder "
              + folder.path()
              + " was made by Postgres "
              + found
              + ", and this server carries "
              + PostgresVersion.MAJOR
              + ": use the server that made it, or choose another folder");
    }
  }

  /** Made beside and then renamed: an interrupted first start leaves no half-made cluster. */
  void create(Path binaries, String superuser, String password) {
    Path fresh = folder.path().resolve(".cluster-new");
    Path passwordFile = folder.path().resolve(".password");
    try {
      FolderRemoval.remove(fresh);
      Files.deleteIfExists(passwordFile);
      Files.createDirectory(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      user.own(fresh);
      Files.createFile(
          passwordFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(passwordFile, password);
      user.own(passwordFile);
      List<String> initdb =
          new ArrayList<>(
              List.of(
                  binaries.resolve("bin/initdb").toString(),
                  "--pgdata=" + fresh,
                  "--username=" + superuser,
                  "--pwfile=" + passwordFile,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--locale=C",
                  "--data-checksums"));
      if (folder.isTemporary()) {
        initdb.add("--no-sync");
      }
      int status = Watchdog.start(user, folder, initdb).await();
      if (status != 0) {
        throw new SeaException(
            "cannot make the database in "
                + folder.path()
                + ": initdb ended with status "
                + status
                + ".\n"
                + LogTail.of(folder.log()));
      }
      Files.move(fresh, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SeaException("cannot make the database in " + folder.path() + " (" + e + ")", e);
    } finally {
      remove(passwordFile);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new SeaException("cannot remove " + file + " (" + e + "): remove it by hand", e);
    }
  }

  private SeaException damaged(String what) {
    return new SeaException(
        "the data folder "
            + folder.path()
            + " is damaged: "
            + what
            + ". Restore the folder from a backup, or choose another one");
  }
}
