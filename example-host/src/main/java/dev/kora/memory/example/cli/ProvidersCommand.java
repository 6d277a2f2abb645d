package dev.kora.memory.example.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kora.memory.example.console.Table;
import dev.kora.memory.host.Candidate;
import dev.kora.memory.host.CandidateState;
import dev.kora.memory.host.Choice;
import dev.kora.memory.host.DiscoveryReport;
import dev.kora.memory.host.MemoryProviders;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "providers",
    mixinStandardHelpOptions = true,
    description =
        "Lists every memory provider that the host can find, and why it can use it or not.")
final class ProvidersCommand implements Callable<Integer> {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Look for drop-in jars in this folder too.")
  private @Nullable Path plugins;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** A candidate as {@code --json} prints it. */
  record Row(
      @Nullable String name,
      @JsonProperty("class") @Nullable String className,
      @Nullable String version,
      @JsonProperty("spi_version") @Nullable Integer spiVersion,
      String source,
      String state,
      @Nullable String reason) {
    static Row of(Candidate candidate) {
      return new Row(
          candidate.name(),
          candidate.className(),
          candidate.version(),
          candidate.spiVersion(),
          candidate.source(),
          candidate.state().label(),
          candidate.reason());
    }

    private String label() {
      return name != null ? name : className != null ? className : source;
    }

    private static String shown(@Nullable Object value) {
      return value == null ? "-" : value.toString();
    }
  }

  @Override
  public Integer call() throws Exception {
    ClassLoader loader = ProvidersCommand.class.getClassLoader();
    PrintWriter out = spec.commandLine().getOut();
    try (DiscoveryReport found =
        plugins == null
            ? MemoryProviders.discover(loader)
            : MemoryProviders.discover(loader, plugins)) {
      Choice choice = found.choose(null, Map.of());
      List<Row> rows = choice.report().candidates().stream().map(Row::of).toList();
      if (json) {
        out.println(Json.line(Map.of("providers", rows)));
      } else {
        print(rows, out);
      }
      if (rows.isEmpty() && choice instanceof Choice.NotChosen none) {
        spec.commandLine().getErr().println(none.message());
      }
      boolean wrong =
          rows.stream().anyMatch(row -> row.state().equals(CandidateState.REJECTED.label()));
      return rows.isEmpty() || wrong ? 1 : 0;
    }
  }

  private static void print(List<Row> rows, PrintWriter out) {
    if (rows.isEmpty()) {
      return;
    }
    Table table = new Table().row("NAME", "VERSION", "SPI", "STATE", "FROM");
    for (Row row : rows) {
      table.row(
          Row.shown(row.name()),
          Row.shown(row.version()),
          Row.shown(row.spiVersion()),
          row.state(),
          row.source());
    }
    table.lines().forEach(out::println);
    for (Row row : rows) {
      if (row.reason() != null) {
        out.println();
        out.println(row.label() + ": " + row.reason());
      }
    }
  }
}
