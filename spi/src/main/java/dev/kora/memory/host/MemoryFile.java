package dev.kora.memory.host;

import dev.kora.memory.spi.MemoryWrite.Action;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * One Markdown file. An entry is a list item, its further lines indented, so that what a person
 * adds by hand and what the agent adds look alike. The file is always whole: each change writes a
 * new one beside it and moves it into place.
 */
final class MemoryFile {
  private final Path file;
  private final Object lock;

  /** All that use the same file share the lock. */
  MemoryFile(Path file, Object lock) {
    this.file = file;
    this.lock = lock;
  }

  String read() throws IOException {
    synchronized (lock) {
      try {
        return Files.readString(file).replaceAll("\\R", "\n");
      } catch (NoSuchFileException e) {
        return "";
      }
    }
  }

  void apply(Action action, String text) throws IOException {
    synchronized (lock) {
      change(action, text);
    }
  }

  private void change(Action action, String text) throws IOException {
    String before = read();
    String clean = text.replaceAll("\\R", "\n").strip();
    String after =
        switch (action) {
          case ADD -> (before.isBlank() ? "" : before.stripTrailing() + "\n") + item(clean);
          case REPLACE -> clean;
          case REMOVE -> without(before, clean);
        };
    if (!after.stripTrailing().equals(before.stripTrailing())) {
      write(after.isBlank() ? "" : after.stripTrailing() + "\n");
    }
  }

  private static String item(String text) {
    return "- " + text.replace("\n", "\n  ");
  }

  /** Without the first entry that is exactly this text; unchanged if there is none. */
  private static String without(String content, String text) {
    if (content.strip().equals(text)) {
      return "";
    }
    String padded = "\n" + content.stripTrailing() + "\n";
    String entry = "\n" + item(text) + "\n";
    for (int at = padded.indexOf(entry); at >= 0; at = padded.indexOf(entry, at + 1)) {
      String rest = padded.substring(at + entry.length());
      // An indented line after it belongs to a longer entry that only begins like this one.
      if (!rest.startsWith("  ")) {
        return (padded.substring(0, at) + "\n" + rest).substring(1);
      }
    }
    return content;
  }

  private void write(String content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
