package dev.kora.memory.sea.postgres;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs Postgres. It refuses to run as root, so as root another user does: the owner of an
 * existing cluster, else {@code postgres}, else {@code nobody}.
 */
final class PostgresUser {
  private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

  private final String name;
  private final boolean switched;

  private PostgresUser(String name, boolean switched) {
    this.name = name;
    this.switched = switched;
  }

  static PostgresUser choose(Path cluster) {
    String self = System.getProperty("user.name", "");
    if (!self.equals("root")) {
      return new PostgresUser(self, false);
    }
    try {
      if (Files.isDirectory(cluster)) {
        String owner = Files.getOwner(cluster).getName();
        if (!owner.equals("root")) {
          return new PostgresUser(owner, true);
        }
      }
    } catch (IOException e) {
      throw new SeaException("cannot read " + cluster + " (" + e + ")", e);
    }
    for (String candidate : List.of("postgres", "nobody")) {
      if (exists(cluster, candidate)) {
        return new PostgresUser(candidate, true);
      }
    }
    throw new SeaException(
        "Postgres does not run as root, and there is no user \"postgres\" or \"nobody\" to run it:"
            + " start the server as an ordinary user");
  }

  boolean isSwitched() {
    return switched;
  }

  String name() {
    return name;
  }

  /** The same command, run by this user. */
  List<String> command(List<String> command) {
    if (!switched) {
      return command;
    }
    List<String> all = new ArrayList<>();
    if (found("setpriv")) {
      all.addAll(List.of("setpriv", "--reuid", name, "--regid", group(), "--clear-groups", "--"));
    } else if (found("runuser")) {
      all.addAll(List.of("runuser", "-u", name, "--"));
    } else {
      all.addAll(List.of("su", name, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--"));
    }
    all.addAll(command);
    return all;
  }

  /** Gives a file or folder to this user. */
  void own(Path path) throws IOException {
    if (switched) {
      UserPrincipal principal =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
      Files.setOwner(path, principal);
    }
  }

  /** Names the first folder on the way that this user cannot enter. */
  void mustReach(Path folder) {
    if (!switched) {
      return;
    }
    List<String> way = new ArrayList<>();
    for (Path step = folder; step != null; step = step.getParent()) {
      way.add(0, step.toString());
    }
    List<String> test =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "for d in \"$@\"; do cd \"$d\" || { echo \"$d\"; exit 1; }; done",
                "sh"));
    test.addAll(way);
    ShortCommand.Outcome outcome = ShortCommand.run(command(test));
    if (outcome.status() != 0) {
      throw new SeaException(
          "Postgres does not run as root, and the user \""
              + name
              + "\" that runs it instead cannot enter "
              + outcome.output().strip()
              + ": choose a data folder that it can reach, for example under /var/lib, or run as an ordinary user");
    }
  }

  private String group() {
    ShortCommand.Outcome outcome = ShortCommand.run(List.of("id", "-g", name));
    return outcome.status() == 0 ? outcome.output().strip() : name;
  }

  private static boolean found(String program) {
    return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static boolean exists(Path any, String user) {
    try {
      any.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
