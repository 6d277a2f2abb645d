package dev.kora.memory.example.run;

import dev.kora.memory.spi.MemorySession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands of a session, in the order that the help shows them. */
final class Commands {
  private final List<Command> all;

  private Commands(List<Command> all) {
    this.all = List.copyOf(all);
  }

  static Commands of(
      MemorySession memory,
      Conversation conversation,
      Dialogue dialogue,
      RecentDeliveries deliveries,
      Screen screen) {
    List<Command> all = new ArrayList<>();
    all.add(new Tools(memory, screen));
    all.add(new Call(memory, screen));
    all.add(new Prompt(conversation, screen));
    all.add(new Recall(memory, screen));
    all.add(new Events(deliveries, screen));
    all.add(new New(dialogue, screen));
    all.add(new Help(all, screen));
    all.add(new Quit());
    return new Commands(all);
  }

  Optional<Command> named(String name) {
    return all.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  List<String> names() {
    return all.stream().map(Command::name).toList();
  }
}
