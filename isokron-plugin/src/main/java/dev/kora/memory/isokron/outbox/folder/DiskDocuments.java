package dev.kora.memory.isokron.outbox.folder;

import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Documents in a folder, one file {@code <name>.json} each: written under another name, synced,
 * renamed, and the folder synced, so that there is all of one or none of it.
 */
final class DiskDocuments implements Documents {
  private static final Logger LOG = LogManager.getLogger(DiskDocuments.class);
  private static final String ENDING = ".json";
  private static final String UNFINISHED = ".new";

  private final Disk disk;
  private final Path folder;
  private volatile boolean made;

  DiskDocuments(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  @Override
  public List<String> names() throws IOException {
    return disk.list(folder).stream()
        .filter(name -> name.endsWith(ENDING))
        .map(name -> name.substring(0, name.length() - ENDING.length()))
        .toList();
  }

  @Override
  public boolean sync() {
    try {
      if (!names().isEmpty()) {
        disk.syncFolder(folder);
      }
      return true;
    } catch (IOException e) {
      LOG.warn("[kora.isokron] {} cannot be synced", folder, e);
      return false;
    }
  }

  @Override
  public byte[] read(String name) throws IOException {
    try (DiskFile file = disk.open(path(name))) {
      long length = file.length();
      if (length > StrictJson.MAX_BYTES) {
        throw new IOException(name + " is too long: " + length + " bytes");
      }
      byte[] content = new byte[(int) length];
      int at = 0;
      while (at < content.length) {
        int count = file.read(at, content, at, content.length - at);
        if (count < 0) {
          throw new EOFException(name);
        }
        at += count;
      }
      return content;
    }
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    if (content.length > StrictJson.MAX_BYTES) {
      throw new IOException(name + " would be too long: " + content.length + " bytes");
    }
    make();
    Path unfinished = folder.resolve(name + UNFINISHED);
    disk.delete(unfinished);
    try (DiskFile file = disk.create(unfinished)) {
      int at = 0;
      while (at < content.length) {
        at += file.write(at, content, at, content.length - at);
      }
      file.sync();
    }
    disk.rename(unfinished, path(name));
    disk.syncFolder(folder);
  }

  @Override
  public void remove(String name) throws IOException {
    disk.delete(path(name));
    disk.syncFolder(folder);
  }

  private void make() throws IOException {
    if (!made) {
      disk.createFolder(folder);
      Path parent = folder.getParent();
      if (parent != null) {
        disk.syncFolder(parent);
      }
      made = true;
    }
  }

  private Path path(String name) {
    return folder.resolve(name + ENDING);
  }
}
