package dev.kora.memory.isokron.outbox;

/** What an accepted write survives. */
public enum Durability {
  /** It is on disk: it survives the end of this process. */
  PERSISTED,
  /** It is in this process's memory only. */
  MEMORY_ONLY
}
