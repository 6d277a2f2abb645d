package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.events.SeaAnswers;
import dev.kora.memory.isokron.events.SeaCourier;
import dev.kora.memory.isokron.events.StorableText;
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

  static final String DEVIATION = "D-kr2-st3-no-scratchpad-write-mcp-tool";

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
    return new SeaCourier(
        client,
        DEVIATION,
        deferrals,
        (arguments, tool) -> {
          CallOutcome outcome = tool.callTool(TOOL, arguments);
          if (outcome instanceof CallOutcome.Answered answered) {
            return SeaAnswers.ENTRY.check(answered.content()).orThrow().toString();
          }
          throw new McpInvocationException(TOOL, outcome);
        });
  }

  /** An agent-private entry of the reasoning trail, kept until it is delivered. */
  public Offer note(String workspace, String content, String origin) {
    return outbox.offer(
        entry(workspace, Vocabulary.REASONING_TRAIL, Vocabulary.PRIVATE, content, origin, null));
  }

  /** An entry for whose delivery the caller waits; {@code followUp} is what has to follow it. */
  Offer writeAwaited(
      String workspace,
      String scratchpadKind,
      String visibility,
      String content,
      String origin,
      @Nullable FollowUp followUp) {
    return outbox.offerAwaited(
        entry(workspace, scratchpadKind, visibility, content, origin, followUp));
  }

  /** The caller waits no longer; false when the entry's fate is known, or will be in a moment. */
  boolean keep(String workspace, UUID key) {
    return outbox.keep(workspace, key);
  }

  private OutboxRecord entry(
      String workspace,
      String scratchpadKind,
      String visibility,
      String content,
      String origin,
      @Nullable FollowUp followUp) {
    String storable = StorableText.repair(content);
    ObjectNode arguments =
        StrictJson.object()
            .put("workspace_id", workspace)
            .put("scratchpad_kind", scratchpadKind)
            .put("visibility_scope", visibility)
            .put("content_inline", storable)
            .put("content_hash", hash(storable));
    return new OutboxRecord(
        OutboxKeys.next(),
        workspace,
        TOOL,
        TOOL,
        origin,
        StrictJson.write(arguments),
        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
        target,
        followUp);
  }

  static String hash(String content) {
    return Hex.encodeHexString(Blake3.hash(content.getBytes(StandardCharsets.UTF_8)));
  }
}
