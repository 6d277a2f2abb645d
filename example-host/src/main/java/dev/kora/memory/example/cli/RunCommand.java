package dev.kora.memory.example.cli;

import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.run.InteractiveRun;
import dev.kora.memory.example.run.RecentDeliveries;
import dev.kora.memory.example.run.TranscriptRun;
import dev.kora.memory.example.run.TranscriptSummary;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.example.transcript.TranscriptReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a conversation with memory, without a model: you type the user's lines and the model's"
          + " answers, and see what memory recalls for them. /help lists the commands.",
      "Exit status 0 only if everything that memory accepted is delivered."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init")
  private MemoryOptions memory;

  @Option(
      names = "--transcript",
      paramLabel = "FILE",
      description =
          "Play this conversation instead: JSON Lines of session, date_time, id, speaker, text.")
  private @Nullable Path transcript;

  @Override
  public Integer call() throws Exception {
    String workspace = memory.workspace();
    HostConfig config = memory.read();
    boolean delivered =
        transcript == null
            ? new InteractiveRun(config, workspace, System.out).run()
            : play(TranscriptReader.read(transcript), config, workspace);
    return delivered ? 0 : 1;
  }

  private static boolean play(Transcript transcript, HostConfig config, @Nullable String workspace)
      throws Exception {
    RecentDeliveries deliveries = new RecentDeliveries(System.err, Clock.systemUTC());
    try (HostMemory open = HostMemory.open(config, deliveries)) {
      TranscriptSummary summary =
          TranscriptRun.play(transcript, open, workspace, deliveries, Console.on(System.err));
      summary.table().lines().forEach(System.out::println);
      if (!summary.left().complete()) {
        System.err.println("Not done: " + summary.left().detail());
      }
      return summary.complete();
    }
  }
}
