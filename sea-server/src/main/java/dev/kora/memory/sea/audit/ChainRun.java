package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.audit.KeyLedger.Entry;
import dev.kora.memory.sea.chain.ChainCheck;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.chain.ChainRow;
import org.jspecify.annotations.Nullable;

/** One pass over one chain, wherever it is kept, up to its first break. */
final class ChainRun {
  private ChainRun() {}

  /**
   * Verifies a chain.
   *
   * @param anchor an event that must be there, from a checkpoint; null without one
   */
  static WorkspaceVerdict verify(
      ChainSource source, @Nullable ChainHead anchor, Progress progress) {
    long began = System.nanoTime();
    ChainHead head = source.head();
    ChainCheck check = new ChainCheck(source.workspaceId(), anchor);
    ChainBreak found = null;
    try (KeyLedger keys = new KeyLedger()) {
      ChainRow row = source.next();
      while (row != null) {
        keys.add(row.eventKey(), row.seq());
        found = check.next(row);
        if (check.rows() % Progress.EVERY == 0) {
          progress.at(source.workspaceId(), check.rows(), head == null ? 0 : head.seq());
        }
        if (found != null && found.seq() == row.seq() && hasTwin(row.seq(), source, keys)) {
          found = ChainCheck.fork(row.seq());
        }
        row = found == null ? source.next() : null;
      }
      Entry repeat = keys.firstRepeat();
      if (repeat != null && (found == null || repeat.seq() <= found.seq())) {
        // The hashes alone would not show it: each row may be right by itself.
        String detail = "key " + repeat.key() + " is there before";
        found = new ChainBreak(repeat.seq(), Kind.DUPLICATE_KEY, detail);
      }
    }
    if (found == null) {
      found = source.cut(check.lastSeq());
    }
    if (found == null) {
      found = check.end(head);
    }
    double seconds = Math.max(1e-9, (System.nanoTime() - began) / 1e9);
    return new WorkspaceVerdict(
        source.workspaceId(),
        check.rows(),
        check.firstSeq(),
        check.lastSeq(),
        check.head(),
        anchor != null && found == null,
        found,
        check.rows() / seconds);
  }

  /**
   * Whether the row at the break is one of several with its number. They come in no order, so the
   * verdict must not depend on which of them was read first.
   */
  private static boolean hasTwin(long seq, ChainSource source, KeyLedger keys) {
    boolean found = false;
    try {
      for (ChainRow row = source.next(); row != null && row.seq() == seq; row = source.next()) {
        keys.add(row.eventKey(), seq);
        found = true;
      }
    } catch (SeaException e) {
      // What follows a break need not be readable; the break stands.
      return found;
    }
    return found;
  }
}
