package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.events.ChainEventEmitter;
import dev.kora.memory.isokron.events.ChainEventLog;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.events.KoraEvents;
import dev.kora.memory.isokron.graph.FollowUpFates;
import dev.kora.memory.isokron.graph.GraphParts;
import dev.kora.memory.isokron.graph.GraphTools;
import dev.kora.memory.isokron.graph.LinkWriter;
import dev.kora.memory.isokron.graph.ScratchpadWriter;
import dev.kora.memory.isokron.graph.SupersededOverlay;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.substrate.LinkReads;
import dev.kora.memory.isokron.substrate.TimedReads;
import dev.kora.memory.spi.HostContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The parts of one open provider; the one place where they are put together.
 *
 * @param others the servers that are not this one and have writes waiting on the disk, once known
 */
record Wiring(
    IsokronConfig config,
    HostContext host,
    Clock clock,
    McpClient client,
    Reads reads,
    Outbox outbox,
    CompletableFuture<List<String>> others,
    ChainEventEmitter emitter,
    ScratchpadWriter scratchpad,
    GraphTools tools) {

  static Wiring wire(IsokronConfig config, HostContext host, String version) {
    Clock clock = host.clock();
    String target = config.endpoint().target();
    McpClient client =
        McpClient.connect(
            config.endpoint(), config.token(), config.protocol(), config.toolTimeout(), version);
    Deferrals deferrals = new Deferrals();
    SupersededOverlay overlay = new SupersededOverlay();
    Reads reads = Reads.open(config, clock, client, deferrals, overlay);
    FollowUpFates followUps = new FollowUpFates(new ChainEventLog(reads.turn().recent()));
    DeliveryReports reports = new DeliveryReports(followUps, host.listener());
    Path folder = config.outboxDir();
    OutboxOpening opening =
        new OutboxOpening(
            folder == null ? host.dataDirectory().resolve("isokron").resolve("outbox") : folder,
            target,
            config.outboxMemoryBytes(),
            config.outboxDiskBytes(),
            clock);
    Outbox outbox =
        opening.open(
            Map.of(
                KoraEvents.TOOL, ChainEventEmitter.courier(client, deferrals),
                ScratchpadWriter.TOOL, ScratchpadWriter.courier(client, deferrals),
                ScratchpadWriter.SUPERSEDE_TOOL,
                    ScratchpadWriter.supersedeCourier(client, deferrals),
                LinkWriter.TOOL, LinkWriter.courier(client, deferrals)),
            reports);
    reports.watch(outbox);
    ChainEventEmitter emitter = new ChainEventEmitter(outbox, client, deferrals, target, clock);
    ScratchpadWriter scratchpad = new ScratchpadWriter(outbox, target, clock);
    GraphTools tools =
        new GraphTools(
            new GraphParts(
                outbox,
                scratchpad,
                new LinkWriter(target, clock),
                followUps,
                reads.nodes(),
                new LinkReads(reads.substrate()),
                new TimedReads(reads.tools()),
                overlay,
                reads.capabilities(),
                client.catalog(),
                config.toolTimeout()));
    return new Wiring(
        config,
        host,
        clock,
        client,
        reads,
        outbox,
        CompletableFuture.supplyAsync(opening::others, reads.recalls())
            .exceptionally(e -> List.of("unknown (" + e.getMessage() + ")")),
        emitter,
        scratchpad,
        tools);
  }
}
