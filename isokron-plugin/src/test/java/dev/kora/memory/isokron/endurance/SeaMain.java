package dev.kora.memory.isokron.endurance;

import dev.kora.memory.sea.cli.SeaCommand;
import java.io.IOException;

/** The executable of Sea, which ends with its standard input. */
final class SeaMain {
  private SeaMain() {}

  public static void main(String[] args) {
    Thread guard = new Thread(SeaMain::endWithInput, "standard-input");
    guard.setDaemon(true);
    guard.start();
    SeaCommand.main(args);
  }

  @SuppressWarnings("EmptyBlock")
  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      System.err.println(e);
    }
    System.exit(0);
  }
}
