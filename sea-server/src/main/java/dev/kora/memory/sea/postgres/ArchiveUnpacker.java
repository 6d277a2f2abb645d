package dev.kora.memory.sea.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .txz} into a folder; an entry that would land outside of it is refused. */
final class ArchiveUnpacker {
  private final Path root;

  ArchiveUnpacker(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  void unpack(InputStream archive) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(archive, 1 << 16)), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (isNeededToRun(entry.getName())) {
          write(entry, tar);
        }
      }
    }
  }

  /** Static libraries serve only those who compile against Postgres. */
  private static boolean isNeededToRun(String name) {
    return !name.endsWith(".a") && !name.contains("/pkgconfig");
  }

  private void write(TarArchiveEntry entry, InputStream content) throws IOException {
    Path target = inside(root.resolve(entry.getName()), entry);
    if (entry.isDirectory()) {
      makeFolders(target);
      return;
    }
    makeFolders(inside(target.resolveSibling("."), entry));
    if (entry.isSymbolicLink()) {
      Path pointsTo = Path.of(entry.getLinkName());
      inside(target.resolveSibling(pointsTo), entry);
      Files.createSymbolicLink(/* link= */ target, /* target= */ pointsTo);
    } else if (entry.isLink()) {
      Files.createLink(target, inside(root.resolve(entry.getLinkName()), entry));
    } else if (entry.isFile()) {
      Files.copy(content, target);
      boolean executable = (entry.getMode() & 0111) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    } else {
      throw new IOException("the archive holds an entry of an unknown kind: " + entry.getName());
    }
  }

  /** Neither the name nor a link unpacked before it may lead outside. */
  private Path inside(Path path, TarArchiveEntry entry) throws IOException {
    Path normal = path.normalize();
    boolean within = normal.startsWith(root);
    for (Path step = normal.getParent();
        within && step != null && step.startsWith(root) && !step.equals(root);
        step = step.getParent()) {
      within = !Files.isSymbolicLink(step);
    }
    if (!within) {
      throw new IOException("the archive's entry " + entry.getName() + " leads outside its folder");
    }
    return normal;
  }

  /** World-readable whatever the umask: Postgres may run as another user. */
  private void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null && parent.startsWith(root)) {
      makeFolders(parent);
    }
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
