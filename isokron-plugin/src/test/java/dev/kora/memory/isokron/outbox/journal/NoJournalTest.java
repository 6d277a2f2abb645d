package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NoJournalTest {
  @Test
  void itSaysWhyNothingIsKeptAndHoldsNothingUp() {
    try (NoJournal journal = new NoJournal("no folder")) {
      AtomicInteger told = new AtomicInteger();
      Journal.Ticket one = journal.append(new byte[0], Journal.NONE, told::incrementAndGet);
      Journal.Ticket two = journal.append(new byte[0], one.handle(), told::incrementAndGet);
      assertEquals(2, told.get());
      assertTrue(two.handle() > one.handle());
      assertFalse(one.awaitWritten(Long.MAX_VALUE));
      assertEquals(Optional.of("no folder"), journal.trouble());
      assertEquals(Optional.empty(), journal.read(one.handle()));
    }
  }
}
