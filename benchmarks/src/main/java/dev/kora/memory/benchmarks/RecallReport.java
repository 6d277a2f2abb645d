package dev.kora.memory.benchmarks;

import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.console.Table;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.memory.NoticePrinter;
import dev.kora.memory.example.run.Conversation;
import dev.kora.memory.example.run.Player;
import dev.kora.memory.example.transcript.Transcript;
import dev.kora.memory.example.transcript.TranscriptReader;
import dev.kora.memory.example.transcript.Utterance;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.SessionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much of what a question needs comes back: {@code RecallReport FOLDER [NAME…]} plays each
 * {@code NAME.jsonl} of the folder through the SPI into a fresh Sea, asks the questions of {@code
 * NAME.qa.jsonl}, and looks which turns are recalled. The folder is the reader's own: transcripts
 * are not part of this repository.
 */
public final class RecallReport {
  private static final String QUESTIONS = ".qa.jsonl";
  private static final Pattern RECALLED_ID = Pattern.compile("(?m)^- \\[([^\\]]+)\\] ");
  private static final Duration DELIVERY = Duration.ofMinutes(10);
  private static final int RECALL_TRIES = 3;
  private static final Map<Integer, String> CATEGORIES =
      Map.of(1, "multi-hop", 2, "temporal", 3, "open-domain", 4, "single-hop");

  /**
   * What plain BM25 over single turns (stemmed, stop words out, speaker included) reaches at 5, 10
   * and 20 over all ten conversations of LoCoMo (Maharana et al., ACL 2024).
   */
  private static final double[] BM25 = {0.52, 0.59, 0.66};

  private final Console console = Console.on(System.err);
  private final Map<String, RecallScore> byTranscript = new LinkedHashMap<>();
  private final Map<Integer, RecallScore> byCategory = new TreeMap<>();
  private final RecallScore all = new RecallScore();

  private RecallReport() {}

  /**
   * Measures and prints a table.
   *
   * @param args the folder; then, if not all of it is to be measured, names of transcripts
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 0 || !Files.isDirectory(Path.of(args[0]))) {
      System.err.println(
          "Usage: RecallReport FOLDER [NAME…], a folder of NAME.jsonl and NAME.qa.jsonl");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    RecallReport report = new RecallReport();
    for (String name :
        args.length > 1 ? Arrays.asList(args).subList(1, args.length) : names(folder)) {
      report.measure(folder, name);
    }
    report.table().lines().forEach(System.out::println);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(QUESTIONS))
          .map(file -> file.substring(0, file.length() - QUESTIONS.length()))
          .sorted()
          .toList();
    }
  }

  private void measure(Path folder, String name) throws Exception {
    Transcript transcript = TranscriptReader.read(folder.resolve(name + ".jsonl"));
    Set<String> turns =
        transcript.utterances().stream().map(Utterance::id).collect(Collectors.toSet());
    List<Question> questions = Question.read(folder.resolve(name + QUESTIONS), turns);
    SeaOptions options =
        SeaOptions.builder()
            .policies(Map.of("policy.actor_scratchpad_writes_per_minute", "60000"))
            .build();
    NoticePrinter notices = new NoticePrinter(System.err);
    Path files = Folders.make();
    try (SeaServer sea = SeaServer.start(options);
        HostMemory memory = HostMemory.open(config(sea, files), notices)) {
      play(memory, name, transcript);
      // A session of its own: what is recalled comes from the substrate.
      try (ManagedSession session = session(memory, "questions")) {
        for (Question question : questions) {
          add(name, question, recalled(session, question.text()));
        }
      }
    } finally {
      Folders.delete(files);
    }
  }

  private static HostConfig config(SeaServer sea, Path files) {
    return new HostConfig(
        "isokron",
        null,
        files,
        Map.of(
            "isokron",
            Map.of(
                "isokron_dsn", sea.credentials().readerDsn(),
                "mcp_endpoint", sea.mcpEndpoint().toString(),
                "mcp_service_token", sea.credentials().token(),
                "default_workspace_id", sea.workspaceId(),
                "sync_turns", "all",
                "recall_deadline_ms", "10000")));
  }

  private void play(HostMemory memory, String name, Transcript transcript) throws Exception {
    int first = transcript.utterances().get(0).session();
    try (ManagedSession session = session(memory, Player.sessionId(name, first))) {
      Conversation conversation = new Conversation(session);
      console.step(
          "Playing " + name, progress -> new Player(conversation, name, progress).play(transcript));
      conversation.end();
      FlushResult left = console.step("Delivering", () -> session.flush(DELIVERY));
      if (!left.complete()) {
        throw new IOException("not all was delivered: " + left.detail());
      }
    }
  }

  private static ManagedSession session(HostMemory memory, String id) {
    return memory.manager().openSession(SessionContext.primary(id, "report", null));
  }

  private static List<String> recalled(MemorySession session, String question) {
    String text = "";
    for (int tries = 0; text.isEmpty() && tries < RECALL_TRIES; tries++) {
      session.queuePrefetch(question);
      text = session.prefetch(question);
    }
    return RECALLED_ID
        .matcher(text)
        .results()
        .map((MatchResult id) -> id.group(1))
        .distinct()
        .toList();
  }

  private void add(String name, Question question, List<String> recalled) {
    Stream.of(
            all,
            byTranscript.computeIfAbsent(name, n -> new RecallScore()),
            byCategory.computeIfAbsent(question.category(), c -> new RecallScore()))
        .forEach(score -> score.add(question.evidence(), recalled));
  }

  private Table table() {
    Table table = new Table().row("", "questions", "lines", "@5", "@10", "@20");
    byTranscript.forEach((name, score) -> table.row(score.row(name)));
    byCategory.forEach(
        (category, score) ->
            table.row(score.row(category + " " + CATEGORIES.getOrDefault(category, "other"))));
    table.row(all.row("all"));
    return table.row(
        "BM25, all of LoCoMo",
        "-",
        "-",
        RecallScore.shown(BM25[0]),
        RecallScore.shown(BM25[1]),
        RecallScore.shown(BM25[2]));
  }
}
