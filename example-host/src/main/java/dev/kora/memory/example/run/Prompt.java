package dev.kora.memory.example.run;

/** {@code /prompt}: what the model is told before the first line. */
final class Prompt implements Command {
  private final Conversation conversation;
  private final Screen screen;

  Prompt(Conversation conversation, Screen screen) {
    this.conversation = conversation;
    this.screen = screen;
  }

  @Override
  public String usage() {
    return "/prompt";
  }

  @Override
  public String summary() {
    return "memory's part of the system prompt";
  }

  @Override
  public void run(String argument) {
    String prompt = conversation.prompt();
    if (prompt.isEmpty()) {
      screen.note("Memory has nothing to say in the prompt.");
    } else {
      screen.data(prompt);
    }
  }
}
