package dev.kora.memory.isokron.outbox.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final StubbornDocuments files = new StubbornDocuments();

  @Test
  void ofAWriteAndTheOneThatFollowsItOnlyThatIsDueOnceItHasAFile() throws IOException {
    FollowUp next = new FollowUp(OutboxKeys.next(), "b", "then", "{\"p\":{}}", "/p/new");
    OutboxRecord first =
        new OutboxRecord(OutboxKeys.next(), "w", "a", "a", "test", "first", 7, "target", next);
    OutboxRecord after = next.record(first, "id");
    DeadLetters before = new DeadLetters(files);
    files.stay = true;
    assertEquals(Optional.empty(), before.park(first, "poison"));
    before.replay(first.key());
    assertEquals(Optional.of(first), before.nextDue(Long.MAX_VALUE));
    assertThrows(IOException.class, () -> before.follow(after, first.key()));
    assertEquals(2, files.names().size());

    files.stay = false;
    DeadLetters now = new DeadLetters(files);
    assertEquals(Optional.of(after), now.nextDue(Long.MAX_VALUE));
    assertEquals(Optional.empty(), now.nextDue(Long.MAX_VALUE));
    assertEquals(List.of(after.key().toString()), files.names());
    now.delivered(after.key());
    assertEquals(List.of(), files.names());
    assertEquals(0, now.count());
  }

  @Test
  void oneThatCannotBeReadWaitsForAnOperatorAndTheOthersAreSent() throws IOException {
    DeadLetters letters = new DeadLetters(files);
    List<OutboxRecord> records = Stream.of("1", "2", "3").map(DeadLettersTest::record).toList();
    for (OutboxRecord each : records) {
      letters.park(each, "poison");
      letters.replay(each.key());
    }
    files.write(records.get(0).key().toString(), new byte[] {1});
    assertEquals(Optional.of(records.get(1)), letters.nextDue(Long.MAX_VALUE));
    assertEquals(1, letters.count());
    assertTrue(letters.drop(records.get(0).key()));
    assertEquals(Optional.of(records.get(2)), letters.nextDue(Long.MAX_VALUE));
    assertEquals(Optional.empty(), letters.nextDue(Long.MAX_VALUE));
  }

  @Test
  void oneWhoseFileIsTooLargeForNowHoldsUpNoOther() throws IOException {
    DeadLetters letters = new DeadLetters(files);
    OutboxRecord large = record("x".repeat(10_000));
    OutboxRecord small = record("small");
    for (OutboxRecord each : List.of(large, small)) {
      letters.park(each, "poison");
      letters.replay(each.key());
    }
    assertEquals(Optional.of(small), letters.nextDue(5_000));
    assertEquals(Optional.empty(), letters.nextDue(5_000));
    assertEquals(Optional.of(large), letters.nextDue(Long.MAX_VALUE));
  }

  @Test
  void oneThatCannotBeReadKeepsNothing() throws IOException {
    OutboxRecord parked = record("1");
    new DeadLetters(files).park(parked, "poison");
    assertTrue(new DeadLetters(files).holds(parked.key()));
    files.write(parked.key().toString(), new byte[] {1});
    DeadLetters letters = new DeadLetters(files);
    assertFalse(letters.holds(parked.key()));
    letters.park(parked, "poison");
    assertTrue(letters.holds(parked.key()));
  }

  @Test
  void theFileOfADeliveredOneGoesAsSoonAsItCan() throws IOException {
    DeadLetters letters = new DeadLetters(files);
    OutboxRecord parked = record("1");
    letters.park(parked, "poison");
    letters.replay(parked.key());
    files.stay = true;
    assertThrows(IOException.class, () -> letters.delivered(parked.key()));
    letters.removeDelivered();
    assertEquals(1, files.names().size());
    assertEquals(0, letters.count());
    files.stay = false;
    letters.removeDelivered();
    assertEquals(List.of(), files.names());
  }

  private static OutboxRecord record(String arguments) {
    return new OutboxRecord(OutboxKeys.next(), "w", "a", "a", "test", arguments, 7, "target", null);
  }
}
