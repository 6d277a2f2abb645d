package dev.kora.memory.isokron.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.outbox.Courier;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The one door to the chain. Safe for all threads. */
public final class ChainEventEmitter {
  private static final Logger LOG = LogManager.getLogger(ChainEventEmitter.class);

  private final Outbox outbox;
  private final McpClient client;
  private final Deferrals deferrals;
  private final String target;
  private final Clock clock;

  /** Makes the door; {@code target} names the server that the events are meant for. */
  public ChainEventEmitter(
      Outbox outbox, McpClient client, Deferrals deferrals, String target, Clock clock) {
    this.outbox = outbox;
    this.client = client;
    this.deferrals = deferrals;
    this.target = target;
    this.clock = clock;
  }

  /** The courier that the outbox needs for the events it gets from here. */
  public static Courier courier(McpClient client, Deferrals deferrals) {
    return new SeaCourier(
        client,
        KoraEvents.DEVIATION,
        deferrals,
        (arguments, tool) ->
            KoraEvents.emitKoraEvent(
                    arguments.path("workspace_id").asText(),
                    arguments.path("event_type").asText(),
                    arguments.withObjectProperty("payload"),
                    tool)
                .toString());
  }

  /**
   * Hands an event to the outbox. Never throws, never waits for the network, leaves an interrupt as
   * it found it. What becomes of the event is told to the outbox's listener and to the log.
   *
   * @param workspaceId the workspace whose chain it enters; null is refused
   * @param eventType matches {@code kora.<part>(.<part>)+}; anything else is refused
   * @param payload a JSON object; NUL and lone surrogates in it are repaired
   * @param origin what asks for it, for the log
   */
  public EmitOutcome attemptChainEventEmit(
      @Nullable String workspaceId,
      @Nullable String eventType,
      @Nullable ObjectNode payload,
      @Nullable String origin) {
    try {
      if (workspaceId == null || workspaceId.isBlank()) {
        return refused(origin, eventType, "no workspace_id resolvable");
      }
      if (eventType == null || !KoraEvents.isEventType(eventType)) {
        return refused(origin, eventType, "not a kora event type");
      }
      if (payload == null) {
        return refused(origin, eventType, "no payload");
      }
      return offer(workspaceId, eventType, payload, OneLine.of(origin, 80));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.debug("[kora.isokron] an event could not be prepared", e);
      return refused(origin, eventType, "cannot be prepared: " + e.getClass().getSimpleName());
    }
  }

  /**
   * An event that has to follow a write and names its result: part of that write's record, so that
   * there is never the one without the other.
   *
   * @param resultField the field of the payload that takes the id of what the write became
   * @throws IllegalArgumentException when the type is off the grammar
   */
  public static FollowUp after(
      String workspaceId, String eventType, ObjectNode payload, String resultField) {
    if (!KoraEvents.isEventType(eventType)) {
      throw new IllegalArgumentException("not a kora event type: " + OneLine.of(eventType, 80));
    }
    return new FollowUp(
        OutboxKeys.next(),
        KoraEvents.TOOL,
        eventType,
        StrictJson.write(
            KoraEvents.arguments(workspaceId, eventType, StorableText.repair(payload))),
        "/payload/" + resultField);
  }

  private EmitOutcome offer(
      String workspaceId, String eventType, ObjectNode payload, String origin) {
    ObjectNode arguments =
        KoraEvents.arguments(workspaceId, eventType, StorableText.repair(payload));
    OutboxRecord event =
        new OutboxRecord(
            OutboxKeys.next(),
            workspaceId,
            KoraEvents.TOOL,
            eventType,
            origin,
            StrictJson.write(arguments),
            ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
            target,
            null);
    Offer offer = outbox.offer(event);
    if (offer instanceof Offer.Refused refused) {
      return refused(origin, eventType, refused.reason());
    }
    Offer.Accepted accepted = (Offer.Accepted) offer;
    String deviation = null;
    if (client.catalog().isKnownAbsent(KoraEvents.TOOL)) {
      deviation = KoraEvents.DEVIATION;
      deferrals.missing(KoraEvents.TOOL, deviation);
    }
    return new EmitOutcome.Accepted(accepted.key(), accepted.durability(), deviation);
  }

  private static EmitOutcome refused(
      @Nullable String origin, @Nullable String eventType, String reason) {
    LOG.error(
        "[kora.chain.emit.failed] {} emit ({}) — {}; it is not kept",
        OneLine.of(origin, 80),
        OneLine.of(eventType, 80),
        reason);
    return new EmitOutcome.Refused(reason);
  }
}
