package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.spi.ToolSchema;
import java.util.Map;
import java.util.stream.Collectors;

/** What a model does with the tools: it writes down a decision and later replaces it. */
final class NodeStory {
  /** A node and the one that replaces it. */
  static final int ENTRIES = 2;

  private final Console console;
  private final ManagedSession session;
  private final ToolCaller tools;

  NodeStory(Console console, ManagedSession session) {
    this.console = console;
    this.session = session;
    this.tools = new ToolCaller(session);
  }

  void tell() throws Exception {
    console.chapter("Write a node, then replace it");
    console.say(
        "Tools offered to the model: "
            + session.toolSchemas().stream()
                .map(ToolSchema::name)
                .collect(Collectors.joining(", ")));
    String first =
        tools.entryOf(
            "iso_node_create",
            Map.of(
                "node_kind", "Decision",
                "title", "Invoice job retries",
                "content_summary", "The invoice job retries five times."));
    console.say("iso_node_create     " + first);
    String second =
        tools.entryOf(
            "iso_node_supersede",
            Map.of(
                "superseded_entry_id", first,
                "new_content_summary", "The invoice job retries three times.",
                "supersession_reason", "The bank blocks the account after three tries."));
    console.say("iso_node_supersede  " + second + " replaces it");
  }
}
