package com.example.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteFileTest {
  // It says a hundred times, rightly, that a line is no note.
  private static final Logger LOG = Logger.getLogger(NoteFile.class.getName());

  @TempDir private Path folder;

  @BeforeAll
  static void quiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void aloud() {
    LOG.setLevel(null);
  }

  private Path file() {
    return folder.resolve("notes.jsonl");
  }

  private static Note note(String text) {
    return new Note("2026-01-01T00:00:00Z", text);
  }

  private static List<String> texts(NoteFile notes) throws IOException {
    return notes.read().stream().map(Note::text).toList();
  }

  /** Runs as a process of its own: adds notes and ends. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws IOException {
      NoteFile notes = new NoteFile(Path.of(args[0]));
      for (int i = 0; i < 200; i++) {
        notes.append(note(args[1] + " " + i));
      }
    }
  }

  @Test
  void whereverACrashCutsTheFileTheWholeNotesStayAndTheNextOneIsReadToo() throws IOException {
    NoteFile before = new NoteFile(folder);
    before.append(note("first ä"));
    byte[] one = Files.readAllBytes(file());
    before.append(note("second €"));
    byte[] two = Files.readAllBytes(file());

    for (int length = one.length; length < two.length; length++) {
      Files.write(file(), Arrays.copyOf(two, length));
      NoteFile after = new NoteFile(folder);
      assertEquals(List.of("first ä"), texts(after), "cut at " + length);
      after.append(note("third"));
      List<String> texts = texts(after);
      assertEquals("third", texts.get(0), "cut at " + length);
      assertEquals("first ä", texts.get(texts.size() - 1), "cut at " + length);
      assertEquals(texts, texts(new NoteFile(folder)), "cut at " + length);
    }
  }

  @Test
  void whatIsNoNoteIsPassedOver() throws IOException {
    Files.writeString(
        file(),
        "null\n[]\n{}\n{\"at\":1}\n\u0000\n{\"at\":\"t\",\"text\":\"ok\",\"more\":1}\n{{{\n");

    assertEquals(List.of("ok"), texts(new NoteFile(folder)));
  }

  @Test
  void whatAnotherProcessAddsIsSeenAndWhatSomebodyTakesAwayIsGone() throws IOException {
    NoteFile here = new NoteFile(folder);
    NoteFile there = new NoteFile(folder);
    here.append(note("one"));
    assertEquals(List.of("one"), texts(here));
    there.append(note("two"));
    assertEquals(List.of("two", "one"), texts(here));

    Files.delete(file());
    assertEquals(List.of(), texts(here));
  }

  @Test
  void severalProcessesAndThreadsMixNothingUp() throws Exception {
    List<Process> processes = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    NoteFile shared = new NoteFile(folder);
    try {
      for (String name : List.of("a", "b")) {
        processes.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Writer.class.getName(),
                    folder.toString(),
                    name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
      }
      List<Future<?>> adding =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(thread -> threads.submit(() -> addAndRead(shared, thread)))
              .toList();
      for (Future<?> each : adding) {
        each.get();
      }
      for (Process process : processes) {
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "still running");
        assertEquals(0, process.exitValue());
      }
    } finally {
      threads.shutdownNow();
      processes.forEach(Process::destroyForcibly);
    }

    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      expected.add("a " + i);
      expected.add("b " + i);
      expected.add(i / 50 + " " + i % 50);
    }
    List<String> texts = texts(shared);
    assertEquals(expected, Set.copyOf(texts));
    assertEquals(expected.size(), texts.size());
  }

  private static int addAndRead(NoteFile shared, int thread) throws IOException {
    int seen = 0;
    for (int i = 0; i < 50; i++) {
      shared.append(note(thread + " " + i));
      int now = shared.read().size();
      assertTrue(now > seen, "a note that was there is gone");
      seen = now;
    }
    return seen;
  }

  @Test
  void anInterruptedThreadKeepsItsNoteAndItsFlag() throws IOException {
    NoteFile notes = new NoteFile(folder.resolve("new"));
    Thread.currentThread().interrupt();
    try {
      notes.append(note("kept"));
      assertEquals(List.of("kept"), texts(notes));
    } finally {
      assertTrue(Thread.interrupted(), "the flag is gone");
    }
  }

  @Test
  void aFullFileIsRefusedAndStaysReadable() throws IOException {
    NoteFile notes = new NoteFile(folder);
    notes.append(note("first"));
    String filler = note("x".repeat(1000)).text();
    Files.writeString(
        file(),
        ("{\"at\":\"t\",\"text\":\"" + filler + "\"}\n").repeat(NoteFile.MOST_BYTES / 1000),
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);

    assertThrows(IOException.class, () -> notes.append(note("one too many")));

    List<String> texts = texts(notes);
    assertEquals("first", texts.get(texts.size() - 1));
    assertFalse(texts.contains("one too many"));
  }
}
