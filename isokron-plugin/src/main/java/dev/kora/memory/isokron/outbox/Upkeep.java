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
      look();
    } catch (IOException e) {
      LOG.debug("[kora.isokron] the outbox's folder cannot be looked after now", e);
    } catch (RuntimeException e) {
      LOG.error("[kora.isokron] the outbox's folder cannot be looked after", e);
    } finally {
      tasks.schedule(this::run, everyNanos);
    }
  }

  void look() throws IOException {
    for (Gap gap : gaps.due()) {
      admit(gapEvents.apply(gap), Waiting.Source.GAP);
    }
    admitLetters();
    commands.carryOut(this);
  }

  // Who replays one wants it to be on its way, whoever looks at the letters meanwhile.
  private synchronized void admitLetters() throws IOException {
    Optional<OutboxRecord> due = nextLetter();
    while (due.isPresent()) {
      admit(due.get(), Waiting.Source.LETTER);
      due = nextLetter();
    }
  }

  // In memory a record takes up to twice the bytes of its file.
  private Optional<OutboxRecord> nextLetter() throws IOException {
    long room;
    state.lock().lock();
    try {
      room = admission.room() / 2;
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
}
