package dev.kora.memory.isokron.outbox.folder;

import dev.kora.memory.isokron.outbox.journal.JournalReader;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import dev.kora.memory.isokron.outbox.system.ReadOnlyDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that is in a journal's folder, as it is while a host may be at work: a record is seen once,
 * in the journal or set aside. For one thread.
 */
public final class JournalContents implements Closeable {
  private final JournalReader journal;
  private final Documents letters;
  private final Documents gaps;
  private final List<String> letterNames;
  private final Set<String> setAside;

  /** Opens a journal's folder; writes nothing there. */
  public JournalContents(Path folder) throws IOException {
    OutboxFolder documents = OutboxFolder.on(new ReadOnlyDisk(), folder);
    this.letters = documents.parked();
    this.gaps = documents.gaps();
    // The journal first: a host sets aside, and then takes out of the journal.
    this.journal = JournalReader.open(folder);
    try {
      this.letterNames = letters.names();
      this.setAside = new HashSet<>(letterNames);
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  /** Shows the records of the journal. */
  public void forEachQueued(Visitor visitor) throws IOException {
    journal.forEach(
        (memory, offset, length) -> {
          RecordCodec.Head head;
          try {
            head = RecordCodec.head(memory, offset, length);
          } catch (IOException e) {
            return visitor.unreadable(e);
          }
          return setAside.contains(head.key().toString())
              || visitor.queued(head, memory, offset, length);
        });
  }

  /** The names of the dead letters. */
  public List<String> letters() {
    return letterNames;
  }

  /** The names of the gaps. */
  public List<String> gaps() throws IOException {
    return gaps.names();
  }

  /** A dead letter's bytes; empty if it went meanwhile. */
  public Optional<byte[]> letter(String name) throws IOException {
    return read(letters, name);
  }

  /** A gap's bytes; empty if it went meanwhile. */
  public Optional<byte[]> gap(String name) throws IOException {
    return read(gaps, name);
  }

  private static Optional<byte[]> read(Documents from, String name) throws IOException {
    try {
      return Optional.of(from.read(name));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }

  /** Is shown records; what it answers is whether to go on. */
  public interface Visitor {
    /** One that can be read. */
    boolean queued(RecordCodec.Head head, byte[] memory, int offset, int length) throws IOException;

    /** One of a newer version, say. */
    boolean unreadable(IOException why);
  }
}
