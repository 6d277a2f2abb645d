package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.chain.ChainRow;
import org.jspecify.annotations.Nullable;

/** One chain as it is kept somewhere, read once from its beginning, by one thread. */
interface ChainSource extends AutoCloseable {
  /** Whose chain. */
  String workspaceId();

  /** What the head row says; null if there is none. */
  @Nullable ChainHead head();

  /**
   * The next row by {@code seq}; null after the last.
   *
   * @throws SeaException if it cannot be read
   */
  @Nullable ChainRow next();

  /** After the last row: whether the source itself tells that more should have come. */
  default @Nullable ChainBreak cut(long lastSeq) {
    return null;
  }

  @Override
  void close();
}
