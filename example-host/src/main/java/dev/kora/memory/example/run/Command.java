package dev.kora.memory.example.run;

/** Something that a person can ask of the host with a slash. */
interface Command {
  /** How it is written, such as {@code /call NAME {json}}; the first word is its name. */
  String usage();

  /** What it does, in a few words. */
  String summary();

  /**
   * Does it.
   *
   * @param argument what stands behind the name, possibly nothing
   * @throws dev.kora.memory.spi.MemoryFailClosedException if the memory says that nothing may go on
   */
  void run(String argument);

  /** Whether it ends the session. */
  default boolean isLast() {
    return false;
  }

  /** Its name, with the slash. */
  default String name() {
    return Line.halves(usage())[0];
  }
}
