package com.example.notes;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The notes of one workspace: a file that only grows, one JSON object on a line. Safe for several
 * threads, and for several processes on one local disk.
 */
final class NoteFile {
  private static final System.Logger LOG = System.getLogger(NoteFile.class.getName());
  static final int MOST_BYTES = 1 << 20;

  private final Path folder;
  private final Path file;
  private final List<Note> notes = new ArrayList<>();
  private long known;
  private volatile String trouble = "";

  NoteFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("notes.jsonl");
  }

  /** Adds a note; it is on the disk when this returns. */
  void append(Note note) throws IOException {
    // The first line break ends a line that a crash has left without its end. All is one small
    // write at the end of the file, which the system does not mix with another process's.
    byte[] bytes = ("\n" + Json.write(note) + "\n").getBytes(StandardCharsets.UTF_8);
    boolean isNew = Files.notExists(file);
    if (!isNew && Files.size(file) + bytes.length > MOST_BYTES) {
      throw new IOException(file + " is full");
    }
    Files.createDirectories(folder);
    // Not a FileChannel: an interrupt of the host's thread would close that in mid-write.
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write(bytes);
      out.getFD().sync();
    }
    if (isNew) {
      Stream.of("", "..", "../..").map(folder::resolve).forEach(NoteFile::sync);
    }
    trouble = "";
  }

  /** So that new names survive a power cut, too, where the system can do that. */
  private static void sync(Path folder) {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // Windows, for one, cannot.
    }
  }

  /** All notes, newest first, with those that other processes have added meanwhile. */
  synchronized List<Note> read() throws IOException {
    // We write no larger one; of somebody else's, the rest is left alone.
    long length = Files.notExists(file) ? 0 : Math.min(Files.size(file), 2 * MOST_BYTES);
    if (length < known) {
      // Somebody has cut it or taken it away: from the beginning.
      notes.clear();
      known = 0;
    }
    if (length > known) {
      readOn((int) (length - known));
    }
    trouble = length == 0 ? trouble : ""; // no file does not say that the disk is well
    List<Note> newestFirst = new ArrayList<>(notes);
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** What was added since the last time, up to the end of the last whole line. */
  private void readOn(int length) throws IOException {
    byte[] bytes = new byte[length];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(known);
      in.readFully(bytes);
    }
    int end = length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::add);
    known += end;
  }

  private void add(String line) {
    try {
      if (line.startsWith("{")) {
        notes.add(Json.read(line, Note.class));
      }
    } catch (JsonProcessingException e) {
      LOG.log(Level.WARNING, file + ": passed over a line that is no note");
    }
  }

  /** For the log and for health: the conversation goes on without notes. */
  void failed(String what, IOException why) {
    trouble = what + ": " + why;
    LOG.log(Level.WARNING, trouble);
  }

  /** Why the last call failed; empty if it did not. */
  String trouble() {
    return trouble;
  }
}
