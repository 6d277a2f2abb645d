package dev.kora.memory.example.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.example.config.HostConfig;
import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.example.memory.NoticePrinter;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.spi.SessionContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A server that has no tool for a write: the model is told which deviation it met. */
final class DeferralStory {
  private final Console console;
  private final Stage stage;
  private final String runId;

  DeferralStory(Stage stage, String runId) {
    this.console = stage.console();
    this.stage = stage;
    this.runId = runId;
  }

  /** Asks for a write that cannot be, and for a read that can. */
  void tell(NodeStory.Revisions decision) throws Exception {
    console.chapter("Meet a server that cannot take every write yet");
    String workspace = stage.sea().workspaceId();
    NoticePrinter notices = new NoticePrinter(System.err);
    try (YoungSea young = YoungSea.start();
        HostMemory memory = HostMemory.open(config(young.endpoint()), notices);
        ManagedSession session =
            memory
                .manager()
                .openSession(SessionContext.primary(runId + "-young", "example-host", workspace))) {
      ToolCaller tools = new ToolCaller(session);
      JsonNode answer =
          tools.refused(
              "iso_node_create",
              Map.of(
                  "node_kind", "Concept",
                  "title", "Too early",
                  "content_summary", "This server has no tool for it."));
      String deviation = answer.path("deviation_id").asText();
      if (!answer.path("deferred").asBoolean(false) || deviation.isEmpty()) {
        throw new DemoException("a write that no tool takes should be deferred; it is " + answer);
      }
      console.say("iso_node_create     deferred, nothing is kept: " + deviation);
      tools.call("iso_node_read", Map.of("entry_id", decision.current()));
      console.say("iso_node_read       " + decision.current() + " is read as ever");
    }
  }

  private HostConfig config(URI endpoint) {
    SeaServer sea = stage.sea();
    HostConfig host =
        HostSettings.of(
            stage.config().resolveSibling("young"),
            sea.credentials().readerDsn(),
            endpoint,
            sea.credentials().token(),
            sea.workspaceId());
    Map<String, String> settings = new HashMap<>(host.settings("isokron"));
    settings.put("mcp_protocol", "legacy");
    return new HostConfig(host.provider(), null, host.dataDir(), Map.of("isokron", settings));
  }
}
