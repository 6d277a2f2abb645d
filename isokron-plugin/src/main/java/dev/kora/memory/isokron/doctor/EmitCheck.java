package dev.kora.memory.isokron.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.events.ChainEventEmitter;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.events.EmitOutcome;
import dev.kora.memory.isokron.events.GapEvents;
import dev.kora.memory.isokron.events.KoraEvents;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.outbox.JournaledOutbox;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.OutboxPlatform;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Appends an event through the one door to the chain, and reads it back. */
final class EmitCheck {
  static final String GROUP = "emit";

  /** The event that says that somebody looked; in the contract's list. */
  static final String TYPE = "kora.doctor.checked";

  private static final String DELIVERED = "emit.delivered";
  private static final String FOUND = "emit.found";
  private static final long OUTBOX_BYTES = 1 << 20;

  private final Round round;
  private final IsokronConfig config;
  private final McpClient client;
  private final EventReads reads;
  private final String workspace;
  private final ObjectNode payload;

  /** What the checks learn from each other. */
  private final CompletableFuture<UUID> key = new CompletableFuture<>();

  private final CompletableFuture<UUID> id = new CompletableFuture<>();

  EmitCheck(
      Round round,
      IsokronConfig config,
      McpClient client,
      Substrate substrate,
      String workspace,
      String version) {
    this.round = round;
    this.config = config;
    this.client = client;
    this.reads = new EventReads(substrate);
    this.workspace = workspace;
    this.payload = StrictJson.object().put("plugin_version", version);
  }

  void run() {
    if (round.isWarning(Surface.CHAIN_EVENTS.check)) {
      round.skip(GROUP, KoraEvents.TOOL + " is not offered", "");
      return;
    }
    Duration read = SubstrateChecks.limit(config);
    Duration call = config.toolTimeout().plusSeconds(5);
    round.check(DELIVERED, call, this::deliver, Surface.CHAIN_EVENTS.check);
    round.check(FOUND, read, () -> see(this::found), DELIVERED, SubstrateChecks.TABLES);
    round.check("emit.workspace", read, () -> see(this::workspace), FOUND);
    round.check("emit.actor", read, () -> see(this::actor), FOUND);
    round.check("emit.hash", read, () -> see(this::hash), FOUND);
  }

  /** A look at the event. */
  @FunctionalInterface
  private interface Look {
    Finding look() throws SubstrateException;
  }

  private static Finding see(Look at) throws SubstrateException {
    try {
      return at.look();
    } catch (SubstrateException e) {
      if (EventReads.isForeign(e)) {
        return Finding.notChecked("this substrate shows no event as Sea's does: " + e.getMessage());
      }
      throw e;
    }
  }

  private Finding deliver() throws IOException, InterruptedException {
    CompletableFuture<String> fate = new CompletableFuture<>();
    Deferrals deferrals = new Deferrals();
    String target = config.endpoint().target();
    // In memory: what does not arrive now is not to arrive later, when nobody looks.
    try (Outbox outbox =
        new JournaledOutbox(
            Map.of(KoraEvents.TOOL, ChainEventEmitter.courier(client, deferrals)),
            new Fate(fate),
            new GapEvents(target),
            OutboxPlatform.inMemory("doctor", Clock.systemUTC()),
            OUTBOX_BYTES)) {
      EmitOutcome outcome =
          new ChainEventEmitter(outbox, client, deferrals, target, Clock.systemUTC())
              .attemptChainEventEmit(workspace, TYPE, payload, "doctor");
      Finding finding =
          outcome instanceof EmitOutcome.Accepted accepted
              ? await(accepted, fate)
              : undelivered(((EmitOutcome.Refused) outcome).reason());
      outbox.close(Duration.ZERO);
      return finding;
    }
  }

  private Finding await(EmitOutcome.Accepted accepted, CompletableFuture<String> fate)
      throws InterruptedException {
    key.complete(accepted.key());
    try {
      String result = fate.get(config.toolTimeout().toMillis(), TimeUnit.MILLISECONDS);
      id.complete(UUID.fromString(result));
      return Finding.ok(TYPE + " → event_id=" + result);
    } catch (ExecutionException e) {
      return undelivered(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    } catch (TimeoutException e) {
      return undelivered("no answer in " + config.toolTimeout().toSeconds() + " s");
    }
  }

  private static Finding undelivered(String reason) {
    return Finding.fail(
        OneLine.of(reason),
        "see whether the token is for this workspace, and Sea's log; without an answer the event may"
            + " be in the chain all the same");
  }

  /** Completes with the result's id at the delivery, exceptionally at the first failure. */
  private record Fate(CompletableFuture<String> fate) implements OutboxListener {
    @Override
    public void delivered(OutboxRecord message, String resultId) {
      fate.complete(resultId);
    }

    @Override
    public void retrying(OutboxRecord message, int attempts, String reason) {
      fate.completeExceptionally(new IOException(reason));
    }

    @Override
    public void parked(OutboxRecord message, String reason) {
      fate.completeExceptionally(new IOException(reason));
    }

    @Override
    public void refused(OutboxRecord message, String reason) {
      fate.completeExceptionally(new IOException(reason));
    }
  }

  private Finding found() throws SubstrateException {
    Optional<EventReads.Event> event = reads.event(workspace, id.join());
    if (event.isEmpty()) {
      return Finding.fail(
          "the event cannot be read back",
          "see whether isokron_dsn names the database that Sea writes to, a reader of this workspace,"
              + " and no replica that is behind");
    }
    boolean same =
        event.get().type().equals(TYPE)
            && StrictJson.parse(event.get().payload()) instanceof ParsedJson.Value value
            && value.node().equals(payload);
    return same
        ? Finding.ok("read back from the substrate, as it was sent")
        : Finding.fail(
            "the event that is there is another one: "
                + OneLine.of(event.get().type() + " " + event.get().payload(), 200),
            "see what stands between this machine and Sea");
  }

  private Finding workspace() throws SubstrateException {
    String found = reads.event(workspace, id.join()).map(EventReads.Event::workspace).orElse("");
    return found.equals(workspace)
        ? Finding.ok(found)
        : Finding.fail(
            "the event is in the chain of " + OneLine.of(found, 200) + ", not of " + workspace,
            "use a token of this workspace (sea-server: token create --workspace W)");
  }

  private Finding actor() throws SubstrateException {
    String kind =
        reads.event(workspace, id.join()).map(EventReads.Event::actorKind).orElse("nobody known");
    // Sea takes the token's actor; what one of another kind writes is not read as this agent's own.
    String own = config.actorKind();
    return kind.equals(own)
        ? Finding.ok("of the kind " + own)
        : Finding.fail(
            "the event's actor is of the kind " + OneLine.of(kind, 200) + ", not " + own,
            "use a token of the workspace's actor of that kind (sea-server: token create --actor "
                + own
                + ")");
  }

  private Finding hash() throws SubstrateException {
    Optional<ChainedEvent> event = reads.chained(workspace, id.join());
    if (event.isEmpty()) {
      return Finding.notChecked("the event is not there any more");
    }
    Optional<String> problem = ChainHashCheck.problem(workspace, event.get());
    if (problem.isPresent()) {
      return Finding.fail(problem.get(), "run sea-server's verify: the chain may be broken");
    }
    return event.get().key().equals(key.join())
        ? Finding.ok("event " + event.get().seq() + " of the chain: " + event.get().hash())
        : Finding.warn(
            "right, but the event is not under the key it was sent with",
            "the server does not honour dev.kora/event-key: a repeated write is there twice");
  }
}
