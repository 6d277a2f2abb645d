package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has others under it. */
abstract class CommandGroup implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public final void run() {
    CommandSpec mine = requireNonNull(spec, "picocli sets it");
    throw new ParameterException(
        mine.commandLine(), "say what to do: " + String.join(", ", mine.subcommands().keySet()));
  }
}
