package dev.kora.memory.isokron.outbox.folder;

import java.io.IOException;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The files of dead letters, and how much they are. Not safe for threads. */
final class LetterFiles {
  private static final Logger LOG = LogManager.getLogger(LetterFiles.class);

  private final Documents files;
  private final NavigableMap<String, Integer> sizes = new TreeMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private long bytes;

  /** Finds what is there and shows what can be read. */
  LetterFiles(Documents files, BiConsumer<String, DeadLetter> found) throws IOException {
    this.files = files;
    for (String name : files.names()) {
      try {
        byte[] content = files.read(name);
        booked(name, content.length);
        found.accept(name, DeadLetter.of(content));
      } catch (IOException e) {
        LOG.error("[kora.isokron] the dead letter {} cannot be read; it is left alone", name, e);
        booked(name, 0);
        unreadable.add(name);
      }
    }
  }

  NavigableSet<String> names() {
    return sizes.navigableKeySet();
  }

  boolean has(String name) {
    return sizes.containsKey(name);
  }

  /** Whether there is one that keeps what is in it. */
  boolean keeps(String name) {
    return has(name) && !unreadable.contains(name);
  }

  /** How many bytes it takes; 0 if there is none. */
  int size(String name) {
    return sizes.getOrDefault(name, 0);
  }

  /** How many bytes all take. */
  long bytes() {
    return bytes;
  }

  DeadLetter read(String name) throws IOException {
    return DeadLetter.of(files.read(name));
  }

  void write(String name, DeadLetter letter) throws IOException {
    byte[] content = letter.toBytes();
    files.write(name, content);
    booked(name, content.length);
    unreadable.remove(name);
  }

  void remove(String name) throws IOException {
    files.remove(name);
    forget(name);
  }

  /** It is gone. */
  void forget(String name) {
    bytes -= size(name);
    sizes.remove(name);
    unreadable.remove(name);
  }

  private void booked(String name, int size) {
    bytes += size - size(name);
    sizes.put(name, size);
  }
}
