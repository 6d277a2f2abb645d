package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.folder.JournalStatus;
import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says how much waits, for which server, and what to do about it.")
final class OutboxStatusCommand implements Callable<Integer> {
  private static final int MAX_WORDS = 300;

  @Mixin private final OutboxOptions options = new OutboxOptions();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    return options.run(this::tell);
  }

  private void tell() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode answer = StrictJson.object().put("dir", options.folder().toString());
    ArrayNode targets = answer.putArray("targets");
    String space = "";
    for (TargetFolders.Target target : options.targets()) {
      String words = OneLine.clean(target.words().strip(), MAX_WORDS);
      List<JournalStatus> journals = new ArrayList<>();
      for (Path journal : target.journals()) {
        journals.add(JournalStatus.of(journal));
      }
      if (options.json()) {
        ArrayNode list = targets.addObject().put("target", words).putArray("journals");
        journals.forEach(journal -> list.add(json(journal)));
      } else {
        out.print(space);
        out.println(words);
        StatusTable.lines(journals, Instant.now()).forEach(line -> out.println("  " + line));
        space = System.lineSeparator();
      }
    }
    if (options.json()) {
      out.println(PrintedJson.of(answer));
    }
  }

  private static ObjectNode json(JournalStatus journal) {
    Instant oldest = journal.oldest();
    return StrictJson.object()
        .put("journal", journal.name())
        .put("held", journal.held())
        .put("queued", journal.queued())
        .put("parked", journal.parked())
        .put("gaps", journal.gaps())
        .put("damaged", journal.damaged())
        .put("bytes", journal.bytes())
        .put("oldest_at", oldest == null ? null : oldest.toString());
  }
}
