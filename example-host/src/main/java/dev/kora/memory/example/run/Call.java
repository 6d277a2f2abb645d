package dev.kora.memory.example.run;

import dev.kora.memory.spi.MemorySession;

/** {@code /call}: a tool, with the arguments just as they were typed. */
final class Call implements Command {
  private final MemorySession memory;
  private final Screen screen;

  Call(MemorySession memory, Screen screen) {
    this.memory = memory;
    this.screen = screen;
  }

  @Override
  public String usage() {
    return "/call NAME {json}";
  }

  @Override
  public String summary() {
    return "call a tool as the model would";
  }

  @Override
  public void run(String argument) {
    String[] parts = Line.halves(argument);
    if (parts[0].isEmpty()) {
      screen.note("Say which tool: " + usage() + ". /tools lists them.");
      return;
    }
    screen.data(memory.handleToolCall(parts[0], parts[1].isEmpty() ? "{}" : parts[1]));
  }
}
