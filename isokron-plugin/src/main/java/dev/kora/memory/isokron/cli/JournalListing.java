package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.folder.JournalContents;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines of one journal's folder, one at a time: none is kept. */
final class JournalListing {
  private JournalListing() {}

  /**
   * Shows them until {@code line} has enough.
   *
   * @return whether it had not
   */
  static boolean forEach(Path folder, Predicate<Undelivered> line) throws IOException {
    try (JournalContents contents = new JournalContents(folder)) {
      Queue queue = new Queue(line);
      contents.forEachQueued(queue);
      boolean more = queue.more;
      for (String name : contents.letters()) {
        more = more && letter(contents, name).map(line::test).orElse(true);
      }
      for (String name : contents.gaps()) {
        more = more && gap(contents, name).map(line::test).orElse(true);
      }
      return more;
    }
  }

  private static Optional<Undelivered> letter(JournalContents contents, String name) {
    try {
      Optional<byte[]> content = contents.letter(name);
      return content.isEmpty()
          ? Optional.empty()
          : Optional.of(Undelivered.of(DeadLetter.of(content.get())));
    } catch (IOException e) {
      return Optional.of(Undelivered.unreadable(Undelivered.PARKED, name, e));
    }
  }

  private static Optional<Undelivered> gap(JournalContents contents, String name) {
    try {
      Optional<byte[]> content = contents.gap(name);
      return content.isEmpty()
          ? Optional.empty()
          : Optional.of(Undelivered.of(Gap.of(name, content.get())));
    } catch (IOException e) {
      return Optional.of(Undelivered.unreadable(Undelivered.GAP, name, e));
    }
  }

  private static final class Queue implements JournalContents.Visitor {
    private final Predicate<Undelivered> line;
    private boolean more = true;

    Queue(Predicate<Undelivered> line) {
      this.line = line;
    }

    @Override
    public boolean queued(RecordCodec.Head head, byte[] memory, int offset, int length) {
      more = line.test(Undelivered.queued(head));
      return more;
    }

    @Override
    public boolean unreadable(IOException why) {
      more = line.test(Undelivered.unreadable(Undelivered.QUEUED, null, why));
      return more;
    }
  }
}
