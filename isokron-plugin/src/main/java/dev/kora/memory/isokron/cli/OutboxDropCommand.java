package dev.kora.memory.isokron.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "drop",
    mixinStandardHelpOptions = true,
    description = "Gives a dead letter up for good.")
final class OutboxDropCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "KEY", description = OutboxOptions.KEY)
  @SuppressWarnings("NullAway.Init")
  private String key;

  @Mixin private final OutboxOptions options = new OutboxOptions();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    UUID record = options.record(key);
    return options.run(
        () -> LetterOrder.DROP.carryOut(options, record, spec.commandLine().getOut()));
  }
}
