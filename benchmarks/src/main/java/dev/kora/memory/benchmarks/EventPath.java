package dev.kora.memory.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.config.HttpEndpoint;
import dev.kora.memory.isokron.events.ChainEventEmitter;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.events.EmitOutcome;
import dev.kora.memory.isokron.events.GapEvents;
import dev.kora.memory.isokron.events.KoraEvents;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.outbox.Durability;
import dev.kora.memory.isokron.outbox.JournaledOutbox;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.OutboxPlatform;
import dev.kora.memory.isokron.outbox.folder.DamageGaps;
import dev.kora.memory.isokron.outbox.journal.DiskJournal;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** An event's way to the chain, put together as the provider does it. */
final class EventPath implements AutoCloseable {
  static final String WORKSPACE = "org_local";
  static final String TYPE = "kora.session.ended";

  /** The bounds as they come. */
  static final long MEMORY_BYTES = 16L << 20;

  static final long DISK_BYTES = 256L << 20;

  final McpClient client;
  final JournaledOutbox outbox;
  final LongAdder memoryOnly = new LongAdder();
  private final ChainEventEmitter emitter;

  EventPath(URI server, Path folder, long diskBytes) throws IOException {
    Clock clock = Clock.systemUTC();
    String target = target(server);
    client = Peers.ours(server);
    Deferrals deferrals = new Deferrals();
    DiskJournal journal =
        DiskJournal.open(folder, target, diskBytes, new DamageGaps(new SystemDisk(), clock));
    outbox =
        new JournaledOutbox(
            Map.of(KoraEvents.TOOL, ChainEventEmitter.courier(client, deferrals)),
            new OutboxListener() {},
            new GapEvents(target),
            OutboxPlatform.of(journal, clock),
            MEMORY_BYTES);
    emitter = new ChainEventEmitter(outbox, client, deferrals, target, clock);
  }

  static String target(URI server) {
    return new HttpEndpoint(server).target();
  }

  /** A payload of a session's size. */
  static ObjectNode payload() {
    return new JsonMapper()
        .createObjectNode()
        .put("session_id", "0197f5a2-9d3c-7c1e-8a44-1b7f0c2d9e55")
        .put("summary", "tried the fix, it holds")
        .put("turn_count", 12);
  }

  /** Hands over an event; one that is refused ends the measurement. */
  EmitOutcome emit(ObjectNode payload) {
    EmitOutcome outcome = emitter.attemptChainEventEmit(WORKSPACE, TYPE, payload, "benchmark");
    if (!(outcome instanceof EmitOutcome.Accepted accepted)) {
      throw new IllegalStateException(outcome.toString());
    }
    if (accepted.durability() == Durability.MEMORY_ONLY) {
      memoryOnly.increment();
    }
    return outcome;
  }

  @Override
  public void close() {
    outbox.close(Duration.ZERO);
    client.close();
  }
}
