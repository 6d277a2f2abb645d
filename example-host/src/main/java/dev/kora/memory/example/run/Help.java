package dev.kora.memory.example.run;

import dev.kora.memory.example.console.Table;
import java.util.List;

/** {@code /help}: all commands, itself too. */
final class Help implements Command {
  private final List<Command> commands;
  private final Screen screen;

  Help(List<Command> commands, Screen screen) {
    this.commands = commands;
    this.screen = screen;
  }

  @Override
  public String usage() {
    return "/help";
  }

  @Override
  public String summary() {
    return "this list";
  }

  @Override
  public void run(String argument) {
    Table table = new Table();
    commands.forEach(command -> table.row(command.usage(), command.summary()));
    screen.data(table);
    screen.data("Any other line is the user's, the one after it the model's answer.");
    screen.data("To say a line that begins with a slash, write two.");
  }
}
