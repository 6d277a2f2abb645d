package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.folder.Commands;
import dev.kora.memory.isokron.outbox.folder.DeadLetters;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.folder.Gaps;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.system.Tasks;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What is looked after every so often: commands, the events of gaps, dead letters that are
 * replayed. Not under the outbox's lock.
 */
final class Upkeep implements Commands.Handler {
  private static final Logger LOG = LogManager.getLogger(Upkeep.class);

  private final OutboxState state;
  private final Admission admission;
  private final Tasks tasks;
  private final long everyNanos;
  private final Commands commands;
  private final DeadLetters letters;
  private final Gaps gaps;
  private final Function<Gap, OutboxRecord> gapEvents;

  Upkeep(
      OutboxState state,
      Admission admission,
      Tasks tasks,
      long everyNanos,
      Commands commands,
      DeadLetters letters,
      Gaps gaps,
      Function<Gap, OutboxRecord> gapEvents) {
    this.state = state;
    this.admission = admission;
    this.tasks = tasks;
    this.everyNanos = everyNanos;
    this.commands = commands;
    this.letters = letters;
    this.gaps = gaps;
    this.gapEvents = gapEvents;
  }

  void start() {
    tasks.schedule(this::run, everyNanos);
  }

  private void run() {
    try {
      // Whatever is wrong with one of them, the others are looked after.
      attempt(() -> gaps.due().forEach(this::admitGap));
      attempt(letters::removeDelivered);
      attempt(this::admitLetters);
      attempt(() -> commands.carryOut(this));
    } finally {
      tasks.schedule(this::run, everyNanos);
    }
  }

  private static void attempt(Part part) {
    try {
      part.run();
    } catch (IOException e) {
      LOG.debug("[kora.isokron] the outbox's folder cannot be looked after now", e);
    } catch (RuntimeException e) {
      LOG.error("[kora.isokron] the outbox's folder cannot be looked after", e);
    }
  }

  @FunctionalInterface
  private interface Part {
    void run() throws IOException;
  }

  private void admitGap(Gap gap) {
    OutboxRecord event;
    try {
      event = gapEvents.apply(gap);
    } catch (RuntimeException e) {
      LOG.error("[kora.isokron] the gap {} cannot be told to a chain", gap.name(), e);
      gaps.refusedByServer(UUID.fromString(gap.name()), "there is no event for it");
      return;
    }
    admit(event, Waiting.Source.GAP);
  }

  // Who replays one wants it to be on its way, whoever looks at the letters meanwhile.
  private synchronized void admitLetters() {
    Optional<OutboxRecord> due = nextLetter();
    while (due.isPresent()) {
      admit(due.get(), Waiting.Source.LETTER);
      due = nextLetter();
    }
  }

  // In memory a record takes up to twice the bytes of its file. One that is too large for the
  // whole memory goes by itself.
  private Optional<OutboxRecord> nextLetter() {
    long room;
    state.lock().lock();
    try {
      boolean empty = state.lanes().tally.inMemory == 0;
      room = empty ? Long.MAX_VALUE : admission.room() / 2;
    } finally {
      state.lock().unlock();
    }
    return letters.nextDue(room);
  }

  private void admit(OutboxRecord message, Waiting.Source source) {
    state.lock().lock();
    try {
      admission.admit(message, source);
    } finally {
      state.lock().unlock();
    }
  }

  @Override
  public boolean replay(UUID key) throws IOException {
    boolean found = letters.replay(key);
    admitLetters();
    return found;
  }

  @Override
  public boolean drop(UUID key) throws IOException {
    return letters.drop(key);
  }

  @Override
  public boolean acknowledge(String gap) throws IOException {
    return gaps.acknowledge(gap);
  }
}
