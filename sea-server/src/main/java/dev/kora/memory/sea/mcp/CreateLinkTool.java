package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.Caller;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.RelationLink;
import dev.kora.memory.sea.store.RelationLink.Entity;
import dev.kora.memory.sea.store.WriteKey;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;

/** Writes an edge of the workspace's graph, together with its event. */
final class CreateLinkTool implements SeaTool {
  private final Supplier<EventStore> store;

  CreateLinkTool(Supplier<EventStore> store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "kora__create_relationlink";
  }

  @Override
  public String description() {
    return "Writes an edge between two entities of the workspace's graph and, in the same"
        + " transaction, the event kora.relationlink.created. Only one active edge of a type leads"
        + " from one entity to another.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type": "object", "additionalProperties": false,
         "required": ["workspace_id", "from_entity_id", "from_entity_kind", "to_entity_id",
           "to_entity_kind", "link_type", "evidence_block_ids"],
         "properties": {
           "workspace_id": {"type": "string", "minLength": 1, "maxLength": 200},
           "from_entity_id": ${uuid}, "from_entity_kind": ${kind},
           "to_entity_id": ${uuid}, "to_entity_kind": ${kind},
           "link_type": {"type": "string", "enum": ["parent_of", "relates_to", "inspired_by",
             "responds_to", "conflicts_with", "supersedes", "blocks", "depends_on",
             "condenses_into", "branches_from", "references", "derived_from", "applies_to",
             "validates", "grounds_in", "documented_in", "implements", "duplicates", "caused_by",
             "part_of", "covers"]},
           "evidence_block_ids": {"type": "array", "maxItems": 100, "items": ${uuid}},
           "rationale_block_id": ${uuid}}}
        """
        .replace("${uuid}", UUID_SCHEMA)
        .replace(
            "${kind}",
            """
            {"type": "string", "enum": ["Decision", "Gotcha", "Pattern", "Convention", "Concept",
              "Ticket", "FailedAttempt", "AcceptanceTest", "GamingPattern", "Project", "Component",
              "Milestone", "CrossCut", "ExternalDependency", "Resource", "Tool", "Schema",
              "KronicleBlock"]}\
            """);
  }

  @Override
  public String outputSchema() {
    return """
        {"type": "object", "required": ["link_id"], "properties": {"link_id": %s}}
        """
        .formatted(UUID_SCHEMA);
  }

  @Override
  public Map<String, Object> call(Caller caller, Map<String, Object> arguments, WriteKey key)
      throws SQLException {
    RelationLink link =
        new RelationLink(
            entity(arguments, "from_entity_"),
            entity(arguments, "to_entity_"),
            Arguments.text(arguments, "link_type"),
            Arguments.uuids(arguments, "evidence_block_ids"),
            arguments.containsKey("rationale_block_id")
                ? Arguments.uuid(arguments, "rationale_block_id")
                : null);
    if (link.from().id().equals(link.to().id())) {
      throw new ToolRefusal("to_entity_id: an edge must not lead back to where it starts");
    }
    return Map.of("link_id", store.get().link(caller, link, key).toString());
  }

  private static Entity entity(Map<String, Object> arguments, String prefix) {
    return new Entity(
        Arguments.uuid(arguments, prefix + "id"), Arguments.text(arguments, prefix + "kind"));
  }
}
