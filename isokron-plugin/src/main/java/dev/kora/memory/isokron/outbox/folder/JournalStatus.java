package dev.kora.memory.isokron.outbox.folder;

import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.LockSign;
import dev.kora.memory.isokron.outbox.system.ReadOnlyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A journal's folder in numbers.
 *
 * @param name of the folder
 * @param held whether a host has it
 * @param queued how many records wait to be sent
 * @param parked how many wait for an operator
 * @param gaps how many gaps there are
 * @param damaged how many stretches of bytes could not be read
 * @param bytes what it takes on the disk
 * @param oldest when the oldest record that is not delivered happened; null if there is none
 */
public record JournalStatus(
    String name,
    boolean held,
    long queued,
    long parked,
    long gaps,
    long damaged,
    long bytes,
    @Nullable Instant oldest) {
  private static final Disk DISK = new ReadOnlyDisk();

  /** Looks at a journal, which a host may be at work on; writes nothing there. */
  public static JournalStatus of(Path folder) throws IOException {
    boolean held = LockSign.isHeld(folder.resolve("lock"));
    Count count = new Count();
    int gaps;
    try (JournalContents contents = new JournalContents(folder)) {
      contents.forEachQueued(count);
      for (String name : contents.letters()) {
        count.letter(contents.letter(name));
      }
      gaps = contents.gaps().size();
    }
    long bytes = 0;
    for (String kind : List.of("segments", "parked", "gaps", "damaged")) {
      bytes += bytes(folder.resolve(kind));
    }
    return new JournalStatus(
        String.valueOf(folder.getFileName()),
        held,
        count.queued,
        count.parked,
        gaps,
        DISK.list(folder.resolve("damaged")).stream().filter(f -> f.endsWith(".bin")).count(),
        bytes,
        count.oldest);
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    for (String name : DISK.list(folder)) {
      try {
        bytes += Files.size(folder.resolve(name));
      } catch (NoSuchFileException e) {
        bytes += 0; // went meanwhile
      }
    }
    return bytes;
  }

  private static final class Count implements JournalContents.Visitor {
    private long queued;
    private long parked;
    private @Nullable Instant oldest;

    @Override
    public boolean queued(RecordCodec.Head head, byte[] memory, int offset, int length) {
      queued++;
      happened(head.happenedAtMicros());
      return true;
    }

    @Override
    public boolean unreadable(IOException why) {
      queued++;
      return true;
    }

    /** One that is replayed is on its way again; one that cannot be read is there all the same. */
    void letter(Optional<byte[]> content) {
      if (content.isEmpty()) {
        return; // went meanwhile
      }
      try {
        DeadLetter letter = DeadLetter.of(content.get());
        happened(letter.message().happenedAtMicros());
        if (letter.replaying()) {
          queued++;
          return;
        }
        parked++;
      } catch (IOException e) {
        parked++;
      }
    }

    private void happened(long micros) {
      Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      if (oldest == null || at.isBefore(oldest)) {
        oldest = at;
      }
    }
  }
}
