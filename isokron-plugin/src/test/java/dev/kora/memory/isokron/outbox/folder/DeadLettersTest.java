package dev.kora.memory.isokron.outbox.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final MemoryDocuments files = new MemoryDocuments();

  @Test
  void ofAWriteAndTheOneThatFollowsItOnlyThatIsDueOnceItHasAFile() throws IOException {
    FollowUp next = new FollowUp(OutboxKeys.next(), "b", "then", "{\"p\":{}}", "/p/new");
    OutboxRecord first =
        new OutboxRecord(OutboxKeys.next(), "w", "a", "a", "test", "first", 7, "target", next);
    OutboxRecord after = next.record(first, "id");
    DeadLetters before = new DeadLetters(new Staying(files));
    assertEquals(Optional.empty(), before.park(first, "poison"));
    before.replay(first.key());
    assertEquals(Optional.of(first), before.nextDue(Long.MAX_VALUE));
    assertThrows(IOException.class, () -> before.follow(after, first.key()));
    assertEquals(2, files.names().size());

    DeadLetters now = new DeadLetters(files);
    assertEquals(Optional.of(after), now.nextDue(Long.MAX_VALUE));
    assertEquals(Optional.empty(), now.nextDue(Long.MAX_VALUE));
    assertEquals(List.of(after.key().toString()), files.names());
    now.delivered(after.key());
    assertEquals(List.of(), files.names());
    assertEquals(0, now.count());
  }

  /** Of which none can be removed. */
  private record Staying(Documents files) implements Documents {
    @Override
    public List<String> names() throws IOException {
      return files.names();
    }

    @Override
    public void sync() throws IOException {
      files.sync();
    }

    @Override
    public byte[] read(String name) throws IOException {
      return files.read(name);
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
      files.write(name, content);
    }

    @Override
    public void remove(String name) throws IOException {
      throw new IOException("it stays");
    }
  }
}
