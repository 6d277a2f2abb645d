package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.events.SeaAnswers;
import dev.kora.memory.isokron.events.SeaCourier;
import dev.kora.memory.isokron.events.StorableText;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.ResponseShape;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.McpInvocationException;
import dev.kora.memory.isokron.outbox.Courier;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.Blake3;
import org.jspecify.annotations.Nullable;

/** Writes entries of the agents' scratchpad, over the outbox. Safe for all threads. */
public final class ScratchpadWriter {
  /** The tool of Sea that writes an entry. */
  public static final String TOOL = "kora__write_agent_scratchpad";

  /** The one that writes an entry in the place of another; a server need not have it. */
  public static final String SUPERSEDE_TOOL = "kora__supersede_agent_scratchpad";

  static final String DEVIATION = "D-kr2-st3-no-scratchpad-write-mcp-tool";

  private static final String SUPERSEDED = "superseded_entry_id";

  private final Outbox outbox;
  private final String target;
  private final Clock clock;

  /** Makes a writer; {@code target} names the server that the entries are meant for. */
  public ScratchpadWriter(Outbox outbox, String target, Clock clock) {
    this.outbox = outbox;
    this.target = target;
    this.clock = clock;
  }

  /** The courier that the outbox needs for the entries it gets from here. */
  public static Courier courier(McpClient client, Deferrals deferrals) {
    return courier(client, deferrals, TOOL, SeaAnswers.ENTRY);
  }

  /**
   * The courier for entries that take the place of others. Where the server has lost that tool, it
   * writes them as any other: the event that follows says what they replace.
   */
  public static Courier supersedeCourier(McpClient client, Deferrals deferrals) {
    Courier superseding = courier(client, deferrals, SUPERSEDE_TOOL, SeaAnswers.SUPERSESSION);
    Courier writing = courier(client, deferrals);
    return message ->
        client.catalog().ensureKnown().isEmpty() && client.catalog().isKnownAbsent(SUPERSEDE_TOOL)
            ? writing.deliver(asPlainEntry(message))
            : superseding.deliver(message);
  }

  private static Courier courier(
      McpClient client, Deferrals deferrals, String name, ResponseShape<UUID> shape) {
    return new SeaCourier(
        client,
        DEVIATION,
        deferrals,
        (arguments, tool) -> {
          CallOutcome outcome = tool.callTool(name, arguments);
          if (outcome instanceof CallOutcome.Answered answered) {
            return shape.check(answered.content()).orThrow().toString();
          }
          throw new McpInvocationException(name, outcome);
        });
  }

  private static OutboxRecord asPlainEntry(OutboxRecord m) {
    String arguments = m.arguments();
    if (StrictJson.parse(arguments) instanceof ParsedJson.Value value
        && value.node() instanceof ObjectNode object) {
      object.remove(SUPERSEDED);
      arguments = StrictJson.write(object);
    }
    return new OutboxRecord(
        m.key(),
        m.workspace(),
        TOOL,
        m.subject(),
        m.origin(),
        arguments,
        m.happenedAtMicros(),
        m.target(),
        m.followUp());
  }

  /** An agent-private entry of the reasoning trail, kept until it is delivered. */
  public Offer note(String workspace, String content, String origin) {
    ObjectNode arguments =
        arguments(workspace, Vocabulary.REASONING_TRAIL, Vocabulary.PRIVATE, content);
    return outbox.offer(message(workspace, TOOL, arguments, origin, null));
  }

  /** The record of a node; {@code followUp} is what has to follow it. */
  OutboxRecord entry(
      String workspace,
      SeaWrite write,
      PendingNodes.Draft draft,
      String origin,
      @Nullable FollowUp followUp) {
    ObjectNode arguments =
        arguments(workspace, draft.scratchpadKind(), draft.visibility(), draft.node().render());
    if (write == SeaWrite.SUPERSESSION) {
      arguments.put(SUPERSEDED, draft.supersedes());
    }
    return message(workspace, write.tool, arguments, origin, followUp);
  }

  /** Hands over a record for whose delivery the caller waits. */
  Offer offerAwaited(OutboxRecord message) {
    return outbox.offerAwaited(message);
  }

  private static ObjectNode arguments(
      String workspace, String scratchpadKind, String visibility, String content) {
    String storable = StorableText.repair(content);
    return StrictJson.object()
        .put("workspace_id", workspace)
        .put("scratchpad_kind", scratchpadKind)
        .put("visibility_scope", visibility)
        .put("content_inline", storable)
        .put("content_hash", hash(storable));
  }

  private OutboxRecord message(
      String workspace,
      String tool,
      ObjectNode arguments,
      String origin,
      @Nullable FollowUp followUp) {
    return new OutboxRecord(
        OutboxKeys.next(),
        workspace,
        tool,
        tool,
        origin,
        StrictJson.write(arguments),
        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
        target,
        followUp);
  }

  /** The text of a node as the substrate will have it. */
  static String storable(PendingNodes.Draft draft) {
    return StorableText.repair(draft.node().render());
  }

  static String hash(String content) {
    return Hex.encodeHexString(Blake3.hash(content.getBytes(StandardCharsets.UTF_8)));
  }
}
