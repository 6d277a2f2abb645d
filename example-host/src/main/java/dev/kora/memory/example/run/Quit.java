package dev.kora.memory.example.run;

/** {@code /quit}. */
final class Quit implements Command {

  @Override
  public String usage() {
    return "/quit";
  }

  @Override
  public String summary() {
    return "end the session (Ctrl-D and Ctrl-C do, too)";
  }

  @Override
  public void run(String argument) {}

  @Override
  public boolean isLast() {
    return true;
  }
}
