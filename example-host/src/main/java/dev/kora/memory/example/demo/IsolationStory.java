package dev.kora.memory.example.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.memory.NoticePrinter;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.spi.Delegation;
import dev.kora.memory.spi.SessionContext;
import java.util.Map;
import java.util.UUID;

/** Two workspaces on one server, open at once: each is asked for the other's, and has nothing. */
final class IsolationStory {
  private static final String QUESTION = "Who guards the archive?";

  private final Console console;
  private final Stage stage;
  private final ManagedSession session;
  private final String runId;

  IsolationStory(Stage stage, ManagedSession session, String runId) {
    this.console = stage.console();
    this.stage = stage;
    this.session = session;
    this.runId = runId;
  }

  /** One workspace: a word that only it has, and the node that bears it. */
  private record Side(
      String workspace, ManagedSession session, ToolCaller tools, String mark, String node) {}

  void tell() throws Exception {
    console.chapter("Two workspaces side by side");
    Neighbour neighbour = Neighbour.on(stage.sea(), Demo.POLICIES);
    HostConfig config =
        HostSettings.of(
            stage.config().resolveSibling("neighbour"),
            neighbour.readerDsn(),
            stage.sea().mcpEndpoint(),
            neighbour.token(),
            neighbour.id());
    NoticePrinter notices = new NoticePrinter(System.err);
    try (HostMemory memory = HostMemory.open(config, notices);
        ManagedSession there =
            memory
                .manager()
                .openSession(
                    SessionContext.primary(runId + "-neighbour", "example-host", neighbour.id()))) {
      Side ours = side(stage.sea().workspaceId(), session, "Heron");
      Side theirs = side(neighbour.id(), there, "Otter");
      checkApart(ours, theirs);
      checkApart(theirs, ours);
    }
    console.say("By search, id, recall and prompt each finds its own, and never the other's.");
    WorkspaceVerdict verdict = stage.evidence().verify(neighbour.id());
    if (!verdict.intact()) {
      throw new DemoException("the chain of " + neighbour.id() + " is broken");
    }
  }

  /** Leaves a word in a node, a note and an event. */
  private Side side(String workspace, ManagedSession in, String name) throws Exception {
    String mark = name + "-" + UUID.randomUUID().toString().substring(0, 8);
    ToolCaller tools = new ToolCaller(in);
    String node =
        tools.entryOf(
            "iso_node_create",
            Map.of(
                "node_kind",
                "Concept",
                "title",
                "The archive",
                "content_summary",
                mark + " guards the archive."));
    in.onDelegation(new Delegation(runId + "-guard", mark + " takes the night.", "Yes."));
    stage.evidence().deliver(in, workspace + ": delivering who guards its archive");
    console.say("  " + node + " Concept “The archive”: " + mark + " guards the archive.");
    return new Side(workspace, in, tools, mark, node);
  }

  private static void checkApart(Side side, Side other) throws Exception {
    String found = side.tools().call("iso_node_search", Map.of("text_query", "archive")).toString();
    checkOwn("search", found, side, other);
    String read = side.tools().call("iso_node_read", Map.of("entry_id", side.node())).toString();
    checkOwn("read", read, side, other);
    JsonNode foreign = side.tools().refused("iso_node_read", Map.of("entry_id", other.node()));
    if (!foreign.path("error").asText().startsWith("no entry")) {
      throw new DemoException(side.workspace() + ", reading the other's node, says " + foreign);
    }
    checkOwn("recall", Recalling.of(side.session(), QUESTION, side.mark()), side, other);
    checkOwn("prompt", side.session().systemPromptBlock(), side, other);
  }

  private static void checkOwn(String what, String text, Side side, Side other)
      throws DemoException {
    if (text.contains(other.mark()) || !text.contains(side.mark())) {
      throw new DemoException(
          "the %s of %s should have %s and not %s; it says: %s"
              .formatted(what, side.workspace(), side.mark(), other.mark(), text));
    }
  }
}
