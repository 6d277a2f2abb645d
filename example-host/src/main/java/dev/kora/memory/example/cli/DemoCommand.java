package dev.kora.memory.example.cli;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.demo.Demo;
import dev.kora.memory.example.demo.DemoReport;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.example.transcript.TranscriptReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole path on this machine: a Sea server on an embedded Postgres, the memory plugin"
          + " found by ServiceLoader, a conversation played through every hook, an outage, a second"
          + " workspace, and the hash chain verified.",
      "Exit status 0 only if everything that it says happened did happen."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--transcript",
      paramLabel = "FILE",
      description =
          "Play this conversation instead of the sample: JSON Lines of session, date_time, id,"
              + " speaker, text.")
  private @Nullable Path transcript;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keep the data here; without it a temporary folder is used and removed.")
  private @Nullable Path dataDir;

  @Option(
      names = "--json",
      description = "Print one JSON object on standard output, the story on standard error.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Transcript played = transcript == null ? sample() : TranscriptReader.read(transcript);
    Console console = json ? Console.plain(System.err) : Console.on(System.out);
    DemoReport report = new Demo(console, dataDir).run(played);
    if (json) {
      System.out.println(Json.line(report));
    } else {
      console.finish(report.table());
    }
    return report.chainIntact() ? 0 : 1;
  }

  private static Transcript sample() throws Exception {
    try (InputStream bytes = Demo.class.getResourceAsStream("sample.jsonl")) {
      return TranscriptReader.read("sample", Objects.requireNonNull(bytes, "sample.jsonl"));
    } catch (IOException e) {
      throw new IllegalStateException("the sample transcript is missing from the jar", e);
    }
  }
}
