package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the journals of processes that are gone, and of those that are not. */
@Timeout(120)
class AdoptionTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path folder;

  @Test
  void whatKilledProcessesHadWrittenIsThereAndTheirFoldersGoWhenItIsDelivered() throws Exception {
    Process one = JournalProcess.start(folder);
    Process two = JournalProcess.start(folder);
    Set<UUID> written = new HashSet<>();
    try (BufferedReader fromOne = output(one);
        BufferedReader fromTwo = output(two)) {
      for (int i = 0; i < 200; i++) {
        written.add(JournalProcess.next(fromOne));
        written.add(JournalProcess.next(fromTwo));
      }
      try (Journal beside = open()) {
        assertEquals(0, beside.kept().count(), "both live, and keep what is theirs");
      }
    } finally {
      one.destroyForcibly().waitFor();
      two.destroyForcibly().waitFor();
    }
    List<Path> folders = journals();
    assertEquals(3, folders.size());
    Path parked = folders.get(0).resolve("parked");
    Files.createDirectories(parked);
    Files.writeString(parked.resolve("key.json"), "{}");
    try (Journal journal = open()) {
      assertTrue(Files.exists(journal.folder().orElseThrow().resolve("parked/key.json")));
      List<Journal.Kept> kept = journal.kept().toList();
      Set<UUID> there = new HashSet<>();
      for (Journal.Kept each : kept) {
        there.add(journal.read(each.handle()).orElseThrow().key());
      }
      assertTrue(there.containsAll(written));
      long newest = append(journal);
      for (Journal.Kept each : kept) {
        assertTrue(each.handle() < newest);
        int hash = journal.read(each.handle()).orElseThrow().key().hashCode();
        assertEquals(each.keyHash(), hash);
        Journal.Position position = journal.position(each.handle());
        assertEquals(each.handle(), journal.handleOf(position));
      }
      // A follow-up of an adopted record stays beside it: before all that is ours.
      byte[] next = RecordCodec.encode(Owed.record(UUID.randomUUID(), "next"));
      Journal.Ticket follows = journal.append(next, kept.get(0).handle(), () -> {});
      assertTrue(follows.handle() < newest);
      assertTrue(follows.awaitSynced(LONG));
      assertEquals(Optional.empty(), journal.read(kept.get(0).handle()));
      kept.forEach(each -> journal.acknowledge(each.handle()));
      assertTrue(journal.acknowledge(follows.handle()).awaitSynced(LONG));
      while (journals().size() > 1) {
        append(journal); // each wakes the journal's threads
        TimeUnit.MILLISECONDS.sleep(1);
      }
      assertEquals(List.of(journal.folder().orElseThrow()), journals());
    }
  }

  @Test
  void twoClassLoadersOfOneProcessHaveAFolderEach() throws Exception {
    URL[] classes = new URL[] {at(DiskJournal.class)};
    try (DiskJournal ours = open();
        Loader loader = new Loader(classes)) {
      Class<?> theirs = loader.loadClass(DiskJournal.class.getName());
      assertNotEquals(DiskJournal.class, theirs);
      Class<?> listener = loader.loadClass(DamageListener.class.getName());
      Object journal =
          theirs
              .getMethod("open", Path.class, String.class, long.class, listener)
              .invoke(null, folder, "t", 1L << 20, null);
      assertEquals(2, journals().size());
      theirs.getMethod("close").invoke(journal);
      try (DiskJournal third = open()) {
        assertNotEquals(ours.folder(), third.folder(), "the other one has freed ours");
      }
      // Another process must find it locked still.
      Process other = JournalProcess.start(folder);
      try (BufferedReader output = output(other)) {
        JournalProcess.next(output);
        Path own = ours.folder().orElseThrow();
        assertFalse(hasRecords(own), "another process writes where we are");
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aJournalThatCannotBeOpenedWaitsAndANewOneTakesItsPlace() throws Exception {
    long seq;
    Path damaged;
    try (DiskJournal journal = open()) {
      append(journal);
      append(journal);
      seq = journal.position(append(journal)).seq();
      damaged = journal.folder().orElseThrow();
    }
    Path file = damaged.resolve("segments").resolve("0000000000000001.log");
    byte[] bytes = Files.readAllBytes(file);
    bytes[SegmentHeader.BYTES + 100] ^= 1;
    Files.write(file, bytes);
    DamageListener full =
        (where, damage) -> {
          throw new IOException("no room for the declaration");
        };
    try (DiskJournal journal = DiskJournal.open(folder, "t", 64 << 20, full)) {
      assertNotEquals(Optional.of(damaged), journal.folder());
      assertEquals(0, journal.kept().count());
      append(journal);
    }
    try (DiskJournal journal = open()) {
      assertEquals(3, journal.kept().count(), "two of the three, and the new one");
      long last = journal.handleOf(new Journal.Position(damaged.getFileName().toString(), seq));
      assertTrue(journal.read(last).isPresent());
    }
  }

  @Test
  void whatTheWriterMovesBeforeAnybodyAskedIsThereNevertheless() throws Exception {
    Set<Long> waiting = new HashSet<>();
    try (Journal journal = open()) {
      for (int i = 0; i < 800; i++) {
        long handle = append(journal);
        if (i % 8 == 0) {
          waiting.add(handle);
        } else {
          journal.acknowledge(handle);
        }
      }
    }
    JournalSize small = new JournalSize(2048, 1 << 20);
    try (Journal journal =
        DiskJournal.open(
            new SystemDisk(),
            System::nanoTime,
            new JournalThreads(),
            folder,
            "t",
            small,
            (f, d) -> {})) {
      while (journal.bytesOnDisk() > 40_000) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      Set<Long> there = new HashSet<>();
      journal.kept().forEach(kept -> there.add(kept.handle()));
      assertEquals(waiting, there);
    }
  }

  private static boolean hasRecords(Path journal) throws IOException {
    try (Stream<Path> segments = Files.list(journal.resolve("segments"))) {
      return segments.findAny().isPresent();
    }
  }

  private static URL at(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private long append(Journal journal) {
    byte[] record = RecordCodec.encode(Owed.record(UUID.randomUUID(), "ours"));
    Journal.Ticket ticket = journal.append(record, Journal.NONE, () -> {});
    assertTrue(ticket.awaitWritten(LONG));
    return ticket.handle();
  }

  private DiskJournal open() throws IOException {
    return DiskJournal.open(folder, "t", 64 << 20, (f, d) -> {});
  }

  private List<Path> journals() throws IOException {
    List<Path> journals = new ArrayList<>();
    try (Stream<Path> targets = Files.list(folder)) {
      for (Path target : targets.toList()) {
        try (Stream<Path> all = Files.list(target)) {
          all.filter(Files::isDirectory).sorted().forEach(journals::add);
        }
      }
    }
    return journals;
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Loads the plugin's classes itself, everything else as usual. */
  private static final class Loader extends URLClassLoader {
    Loader(URL[] classes) {
      super(classes, AdoptionTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("dev.kora.memory.isokron.") && findLoadedClass(name) == null) {
        return findClass(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
