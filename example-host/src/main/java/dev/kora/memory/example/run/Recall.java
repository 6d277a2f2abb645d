package dev.kora.memory.example.run;

import dev.kora.memory.spi.MemorySession;

/** {@code /recall}: asks memory outside of a turn. */
final class Recall implements Command {
  /** A turn does not wait for a recall that is late; whoever asks for one does, a little. */
  private static final int TRIES = 3;

  private final MemorySession memory;
  private final Screen screen;

  Recall(MemorySession memory, Screen screen) {
    this.memory = memory;
    this.screen = screen;
  }

  @Override
  public String usage() {
    return "/recall TEXT";
  }

  @Override
  public String summary() {
    return "what memory recalls for a text";
  }

  @Override
  public void run(String argument) {
    if (argument.isEmpty()) {
      screen.note("Say what to recall: " + usage() + ".");
      return;
    }
    memory.queuePrefetch(argument);
    String recalled = "";
    for (int tries = 0; recalled.isEmpty() && tries < TRIES; tries++) {
      recalled = memory.prefetch(argument);
    }
    if (recalled.isEmpty()) {
      screen.note("Memory recalls nothing for this.");
    } else {
      screen.data(recalled);
    }
  }
}
