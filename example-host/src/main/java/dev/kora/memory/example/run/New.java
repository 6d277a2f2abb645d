package dev.kora.memory.example.run;

/** {@code /new}: the next conversation, with the same memory. */
final class New implements Command {
  private final Dialogue dialogue;
  private final Screen screen;

  New(Dialogue dialogue, Screen screen) {
    this.dialogue = dialogue;
    this.screen = screen;
  }

  @Override
  public String usage() {
    return "/new";
  }

  @Override
  public String summary() {
    return "end this conversation and start another";
  }

  @Override
  public void run(String argument) {
    dialogue.startAnew();
    screen.note("A new conversation.");
  }
}
