package dev.kora.memory.isokron.outbox;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A record that an outbox of a simulation accepted, and what it owes. */
final class Expected {
  final OutboxRecord message;

  /** Its place among all that were accepted; what follows a write has that of the write. */
  final long order;

  final boolean poison;

  /** Whether the outbox said that it survives the process, and whether the disk has it for good. */
  boolean persisted;

  boolean onItsWay;
  boolean synced;

  /** Whether a crash may have taken it. */
  boolean excused;

  /** The same of what follows it. */
  boolean mayEndAlone;

  /** What its caller was told. */
  @Nullable CompletableFuture<Offer.Fate> fate;

  /** Whether the outbox of now has seen it delivered: it must not send it again. */
  boolean delivered;

  int failures;

  /** Whether it is part of another write's record. */
  final boolean follows;

  /** Whether its tool became a stub right after it had taken another: parked, as if poisoned. */
  boolean unlucky;

  /** Whether a dead letter keeps it, or keeps the write that it follows. */
  boolean inLetter;

  Expected(OutboxRecord message, long order, boolean poison, boolean follows) {
    this.message = message;
    this.order = order;
    this.poison = poison;
    this.inLetter = poison;
    this.follows = follows;
  }

  /** Whether its caller knows that it was given up. */
  boolean isGivenUp() {
    return fate != null && fate.isDone() && fate.join() instanceof Offer.Fate.GivenUp;
  }

  /** The process ends. */
  void crashed(boolean power, boolean forgotten) {
    excused |= forgotten || !(power ? synced : persisted);
    fate = isGivenUp() ? fate : null;
    delivered = false;
    onItsWay = false;
  }

  /** The outbox closed: what is told to be kept is owed; what was in memory only is not. */
  void closed(boolean isInChain, boolean diskInTrouble) {
    boolean kept =
        fate == null
            ? persisted
            : !(fate.getNow(new Offer.Fate.Kept()) instanceof Offer.Fate.GivenUp);
    excused |= !isInChain && !kept;
    persisted = true;
    onItsWay = false;
    mayEndAlone |= diskInTrouble; // what follows it may have been in memory only
    // Its acknowledgement may not be on the disk, or its dead letter could not go.
    delivered &= !diskInTrouble && !inLetter;
    fate = isGivenUp() ? fate : null;
  }

  @Override
  public String toString() {
    return "#" + order + " " + message.workspace() + "/" + message.tool() + " " + message.key();
  }
}
