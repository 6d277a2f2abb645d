package dev.kora.memory.example.run;

import dev.kora.memory.example.console.Table;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.ToolSchema;

/** {@code /tools}: what the model may call. */
final class Tools implements Command {
  private final MemorySession memory;
  private final Screen screen;

  Tools(MemorySession memory, Screen screen) {
    this.memory = memory;
    this.screen = screen;
  }

  @Override
  public String usage() {
    return "/tools [NAME]";
  }

  @Override
  public String summary() {
    return "the tools offered to the model, or one tool's arguments";
  }

  @Override
  public void run(String argument) {
    if (argument.isEmpty()) {
      Table table = new Table();
      memory.toolSchemas().forEach(tool -> table.row(tool.name(), tool.description()));
      screen.data(table);
      return;
    }
    memory.toolSchemas().stream()
        .filter(tool -> tool.name().equals(argument))
        .findFirst()
        .map(ToolSchema::parametersJson)
        .ifPresentOrElse(
            screen::data,
            () -> screen.note("There is no tool " + argument + "; /tools lists them."));
  }
}
