package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.system.LockSign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A journal's folder in numbers.
 *
 * @param held whether a host has it
 * @param gaps how many gaps there are
 * @param damaged how many stretches of bytes could not be read
 * @param oldest when the oldest record that is not delivered happened; null if there is none
 */
record JournalStatus(
    String name,
    boolean held,
    long queued,
    long parked,
    long gaps,
    long damaged,
    long bytes,
    @Nullable Instant oldest) {

  static JournalStatus of(Path folder) throws IOException {
    boolean held = LockSign.isHeld(folder.resolve("lock"));
    Count count = new Count();
    JournalListing.forEach(folder, count::add);
    long bytes = 0;
    for (String kind : List.of("segments", "parked", "gaps", "damaged")) {
      bytes += bytes(folder.resolve(kind));
    }
    return new JournalStatus(
        String.valueOf(folder.getFileName()),
        held,
        count.queued,
        count.parked,
        count.gaps,
        files(folder.resolve("damaged")).stream().filter(f -> f.endsWith(".bin")).count(),
        bytes,
        count.oldest);
  }

  private static List<String> files(Path folder) throws IOException {
    return OutboxOptions.DISK.list(folder);
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    for (String name : files(folder)) {
      try {
        bytes += Files.size(folder.resolve(name));
      } catch (NoSuchFileException e) {
        bytes += 0; // went meanwhile
      }
    }
    return bytes;
  }

  ObjectNode json() {
    return StrictJson.object()
        .put("journal", name)
        .put("held", held)
        .put("queued", queued)
        .put("parked", parked)
        .put("gaps", gaps)
        .put("damaged", damaged)
        .put("bytes", bytes)
        .put("oldest_at", oldest == null ? null : oldest.toString());
  }

  private static final class Count {
    private long queued;
    private long parked;
    private long gaps;
    private @Nullable Instant oldest;

    boolean add(Undelivered line) {
      switch (line.state()) {
        case Undelivered.QUEUED -> queued++;
        case Undelivered.PARKED -> parked++;
        default -> gaps++;
      }
      Instant at = line.state().equals(Undelivered.GAP) ? null : line.happenedAt();
      if (at != null && (oldest == null || at.isBefore(oldest))) {
        oldest = at;
      }
      return true;
    }
  }
}
