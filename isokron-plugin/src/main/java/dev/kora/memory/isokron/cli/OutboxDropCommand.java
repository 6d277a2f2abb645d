package dev.kora.memory.isokron.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
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
    description = "Gives a dead letter up for good, or acknowledges a gap.")
final class OutboxDropCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "KEY", description = OutboxOptions.NAME)
  @SuppressWarnings("NullAway.Init")
  private String key;

  @Mixin private final OutboxOptions options = new OutboxOptions();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    String name = options.name(key);
    return options.run(() -> drop(name, spec.commandLine().getOut()));
  }

  private void drop(String name, PrintWriter out) throws IOException {
    Optional<UUID> record = OutboxOptions.asRecord(name);
    Optional<FoundLetter> letter =
        record.isEmpty() ? Optional.empty() : FoundLetter.find(options, record.get());
    if (letter.isPresent()) {
      LetterOrder.DROP.carryOut(options, record.get(), letter.get(), out);
      return;
    }
    GapDrop.carryOut(options, name)
        .orElseThrow(
            () ->
                CommandFailure.because(
                    "no dead letter has the key " + name + ", and no gap the name"))
        .print(options, name, out);
  }
}
