package dev.kora.memory.isokron.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.ResponseShapeException;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.mcp.client.McpInvocationException;
import dev.kora.memory.isokron.mcp.client.ToolClient;
import dev.kora.memory.isokron.outbox.Courier;
import dev.kora.memory.isokron.outbox.Verdict;
import dev.kora.memory.isokron.outbox.Verdicts;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.Optional;

/**
 * Delivers the records of one Sea tool: looks whether the tool is there, sends the key and the time
 * with the call, and turns what comes of it into a verdict.
 */
public final class SeaCourier implements Courier {
  private static final String KEY = "dev.kora/event-key";
  private static final String EMITTED = "dev.kora/emitted-us";

  private final McpClient client;
  private final String deviationId;
  private final Deferrals deferrals;
  private final Call call;

  /** The call itself. */
  @FunctionalInterface
  public interface Call {
    /**
     * Calls and returns the id of what came of it.
     *
     * @throws McpInvocationException when there is no answer
     * @throws ResponseShapeException when it has another shape
     */
    String make(ObjectNode arguments, ToolClient client);
  }

  /** Makes a courier; {@code deviationId} is told when the server lacks the tool. */
  public SeaCourier(McpClient client, String deviationId, Deferrals deferrals, Call call) {
    this.client = client;
    this.deviationId = deviationId;
    this.deferrals = deferrals;
    this.call = call;
  }

  @Override
  public Verdict deliver(OutboxRecord message) {
    Optional<CallOutcome> listFailed = client.catalog().ensureKnown();
    if (listFailed.isPresent()) {
      return Verdicts.of(listFailed.get(), message.tool());
    }
    if (client.catalog().isKnownAbsent(message.tool())) {
      client.catalog().forget(); // the next probe asks again
      deferrals.missing(message.tool(), deviationId);
      return new Verdict.Pause(
          deviationId + ": the server has no tool " + message.tool(), message.tool());
    }
    deferrals.present(deviationId);
    if (!(StrictJson.parse(message.arguments()) instanceof ParsedJson.Value value)
        || !(value.node() instanceof ObjectNode arguments)) {
      return new Verdict.Suspect("its arguments are not a JSON object", true);
    }
    ObjectNode meta = StrictJson.object();
    meta.put(KEY, message.key().toString()).put(EMITTED, message.happenedAtMicros());
    try {
      return new Verdict.Delivered(call.make(arguments, client.withMeta(meta)));
    } catch (McpInvocationException e) {
      return Verdicts.of(e.outcome(), message.tool());
    } catch (ResponseShapeException e) {
      // The server took it and said something odd: no acknowledgement, and perhaps not its fault.
      return new Verdict.Unclear(e.violation().sentence());
    }
  }
}
