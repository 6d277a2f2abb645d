package dev.kora.memory.isokron.outbox;

import static dev.kora.memory.isokron.outbox.Records.QUICK;
import static dev.kora.memory.isokron.outbox.Records.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.journal.Journal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has to stand in line for a sender, and for how long. */
class ReserveTest {
  private static final Lane.Step LOAD = new Lane.Step.Load(new ToolQueue("a"), List.of(), null);

  private final Reserve reserve = new Reserve();

  private static Lane lane(String workspace) {
    return new Lane(workspace, QUICK, 0);
  }

  @Test
  void aLaneThatHasSomethingElseToDoLeavesTheLineForTheDisk() {
    Lane first = lane("0");
    assertFalse(reserve.holdsBack(first, LOAD));
    reserve.begin(first, LOAD);
    for (int i = 1; i < OutboxPlatform.SENDERS / 2; i++) {
      reserve.begin(lane("" + i), LOAD);
    }
    Lane late = lane("late");
    assertTrue(reserve.holdsBack(late, LOAD));
    Lane.Step send =
        new Lane.Step.Send(
            Waiting.kept(record("late", "b", "x"), Waiting.Source.JOURNAL, Journal.NONE), null);
    assertFalse(reserve.holdsBack(late, send));
    reserve.begin(late, send);
    reserve.end(first, LOAD, 1);
    assertEquals(List.of(), reserve.next(), "it is at work, and would be woken in vain");
  }
}
