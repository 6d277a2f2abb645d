package dev.kora.memory.isokron.endurance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host on a file system in memory that only it sees, and that goes with it. */
final class MountedHost {
  private static final Pattern KEY = Pattern.compile("\"key\":\"([0-9a-f-]{36})\"");
  private static final String MOUNT =
      "mount -t tmpfs -o size=%s,mode=700 tmpfs '%s' && exec \"$@\"";

  final Path mount;
  final ChildJvm host;

  MountedHost(Hosts hosts, Path folder, String size, List<String> settings) throws Exception {
    mount = Files.createDirectory(folder.resolve("mount"));
    List<String> prefix = new ArrayList<>(mounter());
    prefix.addAll(List.of("sh", "-c", MOUNT.formatted(size, mount), "sh"));
    host = hosts.start(prefix, mount.resolve("outbox"), settings);
    host.await("ready");
  }

  /** Root may mount for itself; others may on most Linuxes, as root of a namespace of their own. */
  private List<String> mounter() throws InterruptedException {
    for (String options : List.of("-m", "-rm")) {
      List<String> unshare = List.of("unshare", options);
      List<String> command = new ArrayList<>(unshare);
      command.addAll(List.of("sh", "-c", MOUNT.formatted("64k", mount), "sh", "true"));
      try {
        Process attempt =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (attempt.waitFor() == 0) {
          return unshare;
        }
      } catch (IOException e) {
        break; // there is no such command
      }
    }
    return abort("nobody here may mount a file system: neither root nor in a user namespace");
  }

  /** Runs a command where the mount is seen. */
  String shell(boolean succeeds, String command) throws InterruptedException {
    host.tell("shell " + command);
    String said = host.await("shell");
    assertEquals(succeeds, said.startsWith("0"), said);
    return said;
  }

  void emit(String stream, int from, int count, int length) throws InterruptedException {
    host.tell("emit " + stream + " " + from + " " + count + " " + length);
    host.await("emitted");
  }

  /** Waits until the host says of its memory what matches this. */
  void awaitMemoryOnly(String pattern) throws InterruptedException {
    String reason = "-";
    for (int i = 0; i < 600 && !reason.matches(pattern); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
      host.tell("memory");
      reason = host.await("memory");
    }
    assertTrue(reason.matches(pattern), reason);
  }

  /** The keys that the operator's command finds on the disk. */
  Set<UUID> onDisk() throws InterruptedException {
    String said =
        shell(
            true,
            String.join(
                " ",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto -XX:TieredStopAtLevel=1 -cp '"
                    + System.getProperty("java.class.path")
                    + "'",
                "dev.kora.memory.isokron.cli.IsokronCommand outbox list --json --dir",
                mount.resolve("outbox").toString()));
    Set<UUID> keys = new HashSet<>();
    for (Matcher matcher = KEY.matcher(said); matcher.find(); ) {
      keys.add(UUID.fromString(matcher.group(1)));
    }
    return keys;
  }

  /** Has it deliver all; returns what it had said, when it has ended well. */
  List<String> deliverAll() throws InterruptedException {
    host.tell("flush 300");
    assertEquals("0", host.await("left"));
    host.tell("close");
    host.tell("return");
    return host.awaitEnd(0);
  }
}
