package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists all records that are not delivered, dead letters and gaps, one a line.")
final class OutboxListCommand implements Callable<Integer> {
  private static final int CHECK_EVERY = 1_000;

  @Mixin private final OutboxOptions options = new OutboxOptions();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private long lines;

  @Override
  public Integer call() {
    return options.run(this::list);
  }

  private void list() throws IOException {
    for (TargetFolders.Target target : options.targets()) {
      for (Path journal : target.journals()) {
        if (!JournalListing.forEach(journal, this::print)) {
          return;
        }
      }
    }
    if (lines == 0 && !options.json()) {
      spec.commandLine().getOut().println("(nothing waits)");
    }
  }

  /** Whether it makes sense to go on: not into a pipe that is closed. */
  private boolean print(Undelivered line) {
    PrintWriter out = spec.commandLine().getOut();
    if (lines++ == 0 && !options.json()) {
      out.println(Undelivered.HEAD);
    }
    out.println(options.json() ? PrintedJson.of(line.json()) : line.line());
    return lines % CHECK_EVERY != 0 || !out.checkError();
  }
}
