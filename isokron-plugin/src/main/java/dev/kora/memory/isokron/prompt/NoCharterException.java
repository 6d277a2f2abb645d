package dev.kora.memory.isokron.prompt;

import dev.kora.memory.isokron.substrate.Charter;
import dev.kora.memory.isokron.substrate.Reading;

/** There is no verified charter, so no prompt block. The message is one line. */
public final class NoCharterException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean away;

  NoCharterException(Reading.Missing<Charter> missing) {
    super(missing.why());
    this.away = missing.away();
  }

  /** Whether the substrate is out of reach; false if it holds no charter that can be trusted. */
  public boolean isAway() {
    return away;
  }
}
