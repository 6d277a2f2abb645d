package dev.kora.memory.isokron.outbox.record;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Makes keys: UUIDs of version 7, ascending within this process. Safe for all threads. */
public final class OutboxKeys {
  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private OutboxKeys() {}

  /** Returns a new key. */
  public static UUID next() {
    return GENERATOR.generate();
  }
}
