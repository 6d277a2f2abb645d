package dev.kora.memory.isokron.endurance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hosts on one outbox folder, each a process of its own; all end with this. */
final class Hosts implements AutoCloseable {
  private final Path folder;
  private final Path outbox;
  private final SeaProcess sea;
  private final List<ChildJvm> started = new ArrayList<>();

  Hosts(Path folder, SeaProcess sea) {
    this.folder = folder;
    this.outbox = folder.resolve("outbox");
    this.sea = sea;
  }

  ChildJvm start() throws IOException {
    return start(List.of(), outbox, List.of());
  }

  /** One that is started in another way, with a folder and settings of its own. */
  ChildJvm start(List<String> prefix, Path outboxDir, List<String> more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(HostMain.class.getName()));
    arguments.addAll(sea.settings());
    arguments.add("outbox_dir=" + outboxDir);
    arguments.addAll(more);
    ChildJvm host = ChildJvm.start(prefix, folder.resolve("hosts.err"), sea.secrets(), arguments);
    started.add(host);
    return host;
  }

  /** The last host delivers what there is and closes; then nothing is left for another one. */
  List<String> deliverAll() throws Exception {
    ChildJvm last = start();
    last.tell("flush 900");
    assertEquals("0", last.await("left"));
    last.tell("close");
    last.tell("return");
    List<String> said = last.awaitEnd(0);
    List<JsonNode> journals = status();
    assertEquals(1, journals.size(), "the last one's own, and none that it has adopted");
    for (String kind : List.of("queued", "parked", "gaps", "damaged")) {
      assertEquals(0, journals.get(0).get(kind).asLong(-1), journals::toString);
    }
    return said;
  }

  /** What the operator's command says of each journal. */
  List<JsonNode> status() throws Exception {
    String main = "dev.kora.memory.isokron.cli.IsokronCommand";
    List<String> arguments = List.of(main, "outbox", "status", "--json", "--dir", "" + outbox);
    List<JsonNode> journals = new ArrayList<>();
    try (ChildJvm command =
        ChildJvm.start(List.of(), folder.resolve("hosts.err"), Map.of(), arguments)) {
      JsonNode answer = new ObjectMapper().readTree(String.join("", command.awaitEnd(0)));
      answer.path("targets").forEach(t -> t.path("journals").forEach(journals::add));
    }
    return journals;
  }

  /** The journals' folders that are there. */
  long journals() throws IOException {
    return TargetFolders.all(new SystemDisk(), outbox).stream()
        .mapToLong(target -> target.journals().size())
        .sum();
  }

  @Override
  public void close() {
    started.forEach(ChildJvm::close);
  }
}
