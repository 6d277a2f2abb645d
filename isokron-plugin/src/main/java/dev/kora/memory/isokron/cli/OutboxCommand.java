package dev.kora.memory.isokron.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "outbox",
    mixinStandardHelpOptions = true,
    description = "Looks after the writes that are not delivered, beside a running host or not.")
final class OutboxCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    McpCommand.help(spec);
  }
}
