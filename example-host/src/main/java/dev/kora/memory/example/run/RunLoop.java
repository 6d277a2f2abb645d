package dev.kora.memory.example.run;

import java.io.IOException;
import java.util.Optional;

/**
 * Takes line after line and does what each asks for. What it does with a line and how it ends are
 * one after the other, also when another thread ends it.
 */
final class RunLoop {
  private final Lines lines;
  private final Dialogue dialogue;
  private final Commands commands;
  private final Screen screen;
  private boolean ended;

  RunLoop(Lines lines, Dialogue dialogue, Commands commands, Screen screen) {
    this.lines = lines;
    this.dialogue = dialogue;
    this.commands = commands;
    this.screen = screen;
  }

  /** Runs to the end of the lines, or until one of them says so. */
  void run() throws IOException {
    boolean goesOn = true;
    while (goesOn) {
      String typed = lines.next(dialogue.awaitsModel() ? "model> " : "user> ");
      goesOn = typed != null && take(Line.of(typed));
    }
  }

  private synchronized boolean take(Line line) {
    if (ended) {
      return false;
    }
    if (line instanceof Line.Said said) {
      dialogue.say(said.text());
    } else if (line instanceof Line.Asked asked) {
      Optional<Command> command = commands.named(asked.name());
      command.ifPresentOrElse(
          found -> found.run(asked.argument()),
          () ->
              screen.note(
                  "There is no command "
                      + asked.name()
                      + "; /help lists them. To say such a line, begin it with two slashes."));
      return command.map(found -> !found.isLast()).orElse(true);
    }
    return true;
  }

  /** Ends the conversation; no line is taken after it. */
  synchronized void end() {
    ended = true;
    dialogue.end();
  }
}
