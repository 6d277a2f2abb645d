package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.outbox.folder.DeadLetter;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.folder.JournalContents;
import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows all of one record, dead letter or gap.")
final class OutboxShowCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "KEY", description = OutboxOptions.NAME)
  @SuppressWarnings("NullAway.Init")
  private String key;

  @Mixin private final OutboxOptions options = new OutboxOptions();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    return options.run(this::show);
  }

  private void show() throws IOException {
    String name = options.name(key);
    for (TargetFolders.Target target : options.targets()) {
      for (Path journal : target.journals()) {
        try (JournalContents contents = new JournalContents(journal)) {
          Optional<ObjectNode> found = find(contents, name);
          if (found.isPresent()) {
            print(found.get().put("journal", journal.toString()));
            return;
          }
        }
      }
    }
    throw CommandFailure.because(
        "nothing of the key " + name + " waits: it was delivered or dropped, or never was here");
  }

  private static Optional<ObjectNode> find(JournalContents contents, String name)
      throws IOException {
    Optional<byte[]> letter = contents.letter(name);
    if (letter.isPresent()) {
      return Optional.of(Shown.of(DeadLetter.of(letter.get())));
    }
    Optional<byte[]> gap = contents.gap(name);
    if (gap.isPresent()) {
      return Optional.of(Shown.of(Gap.of(name, gap.get())));
    }
    Search search = new Search(name);
    contents.forEachQueued(search);
    return Optional.ofNullable(search.found);
  }

  private void print(ObjectNode found) {
    if (options.json()) {
      spec.commandLine().getOut().println(PrintedJson.of(found));
    } else {
      Shown.lines(found).forEach(spec.commandLine().getOut()::println);
    }
  }

  private static final class Search implements JournalContents.Visitor {
    private final String key;
    private @Nullable ObjectNode found;

    Search(String key) {
      this.key = key;
    }

    @Override
    public boolean queued(RecordCodec.Head head, byte[] memory, int offset, int length)
        throws IOException {
      if (head.key().toString().equals(key)) {
        found = Shown.of(RecordCodec.decode(memory, offset, length));
      }
      return found == null;
    }

    @Override
    public boolean unreadable(IOException why) {
      return true;
    }
  }
}
