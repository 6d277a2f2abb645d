package dev.kora.memory.example.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.example.console.Console;
import dev.kora.memory.host.ManagedSession;
import dev.kora.memory.spi.ToolSchema;
import java.util.List;
import java.util.Map;

/**
 * What a model does with the tools: it writes down a decision, finds it, replaces it, and links it
 * with the reason for it.
 */
final class NodeStory {
  /** Four nodes of which one replaces another, and the reason of a link. */
  static final int ENTRIES = 5;

  static final String LOOKED_FOR = "invoice retries";
  static final String OLD_TEXT = "The invoice job retries five times.";
  static final String NEW_TEXT = "The invoice job retries three times.";

  private final Console console;
  private final ManagedSession session;
  private final ToolCaller tools;

  NodeStory(Console console, ManagedSession session) {
    this.console = console;
    this.session = session;
    this.tools = new ToolCaller(session);
  }

  /** A decision that was replaced, and what replaced it: the ids of both. */
  record Revisions(String old, String current) {}

  /** Tells it, and calls every tool that there is. */
  Revisions tell() throws Exception {
    console.chapter("Write a node, find it, replace it");
    List<String> offered = session.toolSchemas().stream().map(ToolSchema::name).toList();
    console.say("Tools offered to the model: " + String.join(", ", offered));
    String old = node("Decision", "Invoice job retries", OLD_TEXT);
    search(old, "");
    String current =
        tools.entryOf(
            "iso_node_supersede",
            Map.of(
                "superseded_entry_id", old,
                "new_content_summary", NEW_TEXT,
                "supersession_reason", "The bank blocks the account after three tries."));
    console.say("iso_node_supersede  " + current + " replaces it");
    search(current, old);
    walk(old, current);
    link(current);
    if (!tools.called().containsAll(offered)) {
      throw new DemoException("of the tools " + offered + " only these ran: " + tools.called());
    }
    console.say("Each of the " + offered.size() + " tools that are offered has been called.");
    return new Revisions(old, current);
  }

  private String node(String kind, String title, String text) throws Exception {
    String entry =
        tools.entryOf(
            "iso_node_create", Map.of("node_kind", kind, "title", title, "content_summary", text));
    console.say("iso_node_create     " + entry + " " + kind + " “" + title + "”");
    return entry;
  }

  /** Looks for the decision: this node must be found, and that one, if there is one, must not. */
  private void search(String found, String hidden) throws Exception {
    JsonNode answer =
        tools.call("iso_node_search", Map.of("node_kind", "Decision", "text_query", LOOKED_FOR));
    console.say("iso_node_search     decisions about “" + LOOKED_FOR + "”:");
    boolean seen = false;
    for (JsonNode node : answer.path("results")) {
      String entry = node.path("entry_id").asText();
      if (entry.equals(hidden)) {
        throw new DemoException("the search finds a node that is replaced: " + node);
      }
      seen |= entry.equals(found);
      console.say(
          "  %s %s “%s”: %s"
              .formatted(
                  entry,
                  node.path("node_kind").asText(),
                  node.path("title").asText(),
                  node.path("body").asText().lines().findFirst().orElse("")));
    }
    if (!seen) {
      throw new DemoException("the search does not find the node " + found + ": " + answer);
    }
  }

  /** Replaced is not gone: the history can be walked both ways. */
  private void walk(String old, String current) throws Exception {
    JsonNode before = tools.call("iso_node_read", Map.of("entry_id", old)).path("node");
    if (!before.path("superseded_by").asText().equals(current)
        || !before.path("body").asText().contains(OLD_TEXT)) {
      throw new DemoException("the old node does not name what replaced it: " + before);
    }
    console.say("iso_node_read       " + old + " is still there, superseded by the new one");
    JsonNode after = tools.call("iso_node_read", Map.of("entry_id", current)).path("node");
    if (!after.path("supersedes").asText().equals(old)) {
      throw new DemoException("the new node does not name what it replaced: " + after);
    }
    console.say("iso_node_read       " + current + " names what it replaced");
  }

  private void link(String decision) throws Exception {
    console.chapter("Link what belongs together");
    String gotcha = node("Gotcha", "Three tries", "The bank blocks an account after three tries.");
    String component = node("Component", "Bank gateway", "Sends the payments to the bank.");
    link(
        Map.of(
            "from_entity_id", decision,
            "from_entity_kind", "Decision",
            "to_entity_id", gotcha,
            "to_entity_kind", "Gotcha",
            "link_type", "caused_by",
            "rationale", "More tries than the bank allows would block the account."));
    link(
        Map.of(
            "from_entity_id", gotcha,
            "from_entity_kind", "Gotcha",
            "to_entity_id", component,
            "to_entity_kind", "Component",
            "link_type", "applies_to"));
    JsonNode reached =
        tools.call(
            "iso_link_traverse",
            Map.of(
                "from_entity_id",
                decision,
                "link_types",
                new String[] {"caused_by", "applies_to"},
                "max_depth",
                2));
    console.say("iso_link_traverse   from the decision:");
    for (JsonNode node : reached.path("results")) {
      console.say(
          "  %s step(s): %s %s by %s"
              .formatted(
                  node.path("depth_from_start").asText(),
                  node.path("entity_id").asText(),
                  node.path("entity_kind").asText(),
                  node.path("via_link_type").asText()));
    }
    if (reached.path("count").asInt() != 2) {
      throw new DemoException("two nodes are linked with the decision; it found " + reached);
    }
    JsonNode links = tools.call("iso_link_list_for_node", Map.of("entity_id", gotcha, "limit", 10));
    if (links.path("count").asInt() != 2) {
      throw new DemoException("the gotcha has two links; it found " + links);
    }
    console.say("iso_link_list_for_node  finds " + links.path("count") + " links of the gotcha");
  }

  private void link(Map<String, String> link) throws Exception {
    JsonNode answer = tools.call("iso_link_create", link);
    console.say(
        "iso_link_create     %s %s %s %s"
            .formatted(
                answer.path("link_id").asText(),
                link.get("from_entity_kind"),
                link.get("link_type"),
                link.get("to_entity_kind")));
  }
}
