package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.events.SeaAnswers;
import dev.kora.memory.isokron.events.SeaCourier;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.McpInvocationException;
import dev.kora.memory.isokron.outbox.Courier;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Makes the records of edges of the graph, and delivers them. Safe for all threads. */
public final class LinkWriter {
  /** The tool of Sea that writes an edge. */
  public static final String TOOL = "kora__create_relationlink";

  static final String DEVIATION = "D-kr3-st2-no-relationlink-write-mcp-tool";

  private final String target;
  private final Clock clock;

  /** An edge as it is asked for. */
  record Edge(String workspace, UUID from, String fromKind, UUID to, String toKind, String type) {}

  /** Makes a writer; {@code target} names the server that the edges are meant for. */
  public LinkWriter(String target, Clock clock) {
    this.target = target;
    this.clock = clock;
  }

  /** The courier that the outbox needs for the edges that are made here. */
  public static Courier courier(McpClient client, Deferrals deferrals) {
    return new SeaCourier(
        client,
        DEVIATION,
        deferrals,
        (arguments, tool) -> {
          CallOutcome outcome = tool.callTool(TOOL, arguments);
          if (outcome instanceof CallOutcome.Answered answered) {
            return SeaAnswers.LINK.check(answered.content()).orThrow().toString();
          }
          throw new McpInvocationException(TOOL, outcome);
        });
  }

  /** An edge without a rationale. */
  OutboxRecord link(Edge edge, String origin) {
    return new OutboxRecord(
        OutboxKeys.next(),
        edge.workspace(),
        TOOL,
        TOOL,
        origin,
        arguments(edge),
        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
        target,
        null);
  }

  /** An edge that follows the node with its rationale, and names it. */
  FollowUp after(Edge edge) {
    return new FollowUp(OutboxKeys.next(), TOOL, TOOL, arguments(edge), "/rationale_block_id");
  }

  private static String arguments(Edge edge) {
    ObjectNode arguments =
        StrictJson.object()
            .put("workspace_id", edge.workspace())
            .put("from_entity_id", edge.from().toString())
            .put("from_entity_kind", edge.fromKind())
            .put("to_entity_id", edge.to().toString())
            .put("to_entity_kind", edge.toKind())
            .put("link_type", edge.type());
    arguments.putArray("evidence_block_ids");
    return StrictJson.write(arguments);
  }
}
