package dev.kora.memory.isokron.outbox;

/** Where an outbox under test keeps its records. */
enum Keeping {
  MEMORY,
  DISK
}
