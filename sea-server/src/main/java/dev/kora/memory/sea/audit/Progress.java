package dev.kora.memory.sea.audit;

/** Hears how far long work is, on the thread that does it, every so many rows. */
@FunctionalInterface
public interface Progress {
  /** Nobody listens. */
  Progress NONE = (what, rows, all) -> {};

  /** How many rows lie between two calls. */
  int EVERY = 1024;

  /**
   * So many rows are done.
   *
   * @param what the workspace
   * @param rows how many
   * @param all how many there should be; 0 if nobody knows
   */
  void at(String what, long rows, long all);
}
