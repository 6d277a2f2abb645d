package dev.kora.memory.example.console;

/** How far a step is. Written by the working thread, read by the one that draws. */
public final class Progress {
  private volatile String text = "";

  Progress() {}

  /** Reports that {@code done} of {@code all} are done. */
  public void at(long done, long all) {
    text = done + " of " + all + ", ";
  }

  String text() {
    return text;
  }
}
