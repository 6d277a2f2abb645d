package dev.kora.memory.tck;

import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.util.HashSet;
import java.util.Set;

/**
 * A sound plugin whose notes are records, of parts that are its own too; the JDK keeps the last.
 */
public final class RecordMemory extends BrokenMemories.OtherSession {
  private enum Kind {
    QUESTION,
    RECALL
  }

  private record Note(Kind kind) {}

  @Override
  MemorySession session(Provider provider, SessionContext context) {
    return new Session(provider, context) {
      private final Set<Note> notes = new HashSet<>(Set.of(new Note(Kind.QUESTION)));

      @Override
      public String prefetch(String query) {
        // The set asks one for its hash, then whether the two are equal.
        boolean asked = !notes.add(new Note(Kind.QUESTION));
        return asked ? super.prefetch(query) : new Note(Kind.RECALL).toString();
      }
    };
  }
}
