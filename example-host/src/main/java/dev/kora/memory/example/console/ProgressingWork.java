package dev.kora.memory.example.console;

/** A piece of work that can tell how far it is. */
@FunctionalInterface
public interface ProgressingWork<T> {
  /** Does the work. */
  T run(Progress progress) throws Exception;
}
