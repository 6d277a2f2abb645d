package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.events.ChainEventEmitter;
import dev.kora.memory.isokron.events.ChainEventLog;
import dev.kora.memory.isokron.events.Deferrals;
import dev.kora.memory.isokron.events.KoraEvents;
import dev.kora.memory.isokron.events.RecentEvents;
import dev.kora.memory.isokron.graph.Capabilities;
import dev.kora.memory.isokron.graph.FollowUpFates;
import dev.kora.memory.isokron.graph.GraphParts;
import dev.kora.memory.isokron.graph.GraphTools;
import dev.kora.memory.isokron.graph.LinkWriter;
import dev.kora.memory.isokron.graph.NodeReads;
import dev.kora.memory.isokron.graph.ScratchpadWriter;
import dev.kora.memory.isokron.graph.SupersededOverlay;
import dev.kora.memory.isokron.mcp.client.McpClient;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.substrate.ChainReads;
import dev.kora.memory.isokron.substrate.LinkReads;
import dev.kora.memory.isokron.substrate.ScratchpadReads;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.spi.HostContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * The parts of one open provider; the one place where they are put together.
 *
 * @param others the servers that are not this one and have writes waiting on the disk, once known
 * @param background threads for recalls
 */
record Wiring(
    IsokronConfig config,
    Clock clock,
    McpClient client,
    Substrate substrate,
    Outbox outbox,
    CompletableFuture<List<String>> others,
    RecentEvents recent,
    ChainEventEmitter emitter,
    ScratchpadWriter scratchpad,
    NodeReads nodes,
    Capabilities capabilities,
    GraphTools tools,
    ExecutorService background) {

  static Wiring wire(IsokronConfig config, HostContext host, String version) {
    Clock clock = host.clock();
    String target = config.endpoint().target();
    McpClient client =
        McpClient.connect(
            config.endpoint(), config.token(), config.protocol(), config.toolTimeout(), version);
    Substrate substrate = new Substrate(config.substrate(), config.readTimeout());
    RecentEvents recent = new RecentEvents(new ChainReads(substrate), config.cacheTtl());
    Deferrals deferrals = new Deferrals();
    FollowUpFates followUps = new FollowUpFates(new ChainEventLog(recent));
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
    SupersededOverlay overlay = new SupersededOverlay();
    NodeReads nodes = new NodeReads(new ScratchpadReads(substrate, config.actorKind()), overlay);
    ExecutorService background = BackgroundThreads.start();
    Capabilities capabilities =
        new Capabilities(client, deferrals, background, config.toolTimeout(), config.cacheTtl());
    GraphTools tools =
        new GraphTools(
            new GraphParts(
                outbox,
                scratchpad,
                new LinkWriter(target, clock),
                followUps,
                nodes,
                new LinkReads(substrate),
                overlay,
                capabilities,
                client.catalog(),
                config.toolTimeout()));
    return new Wiring(
        config,
        clock,
        client,
        substrate,
        outbox,
        CompletableFuture.supplyAsync(opening::others, background)
            .exceptionally(e -> List.of("unknown (" + e.getMessage() + ")")),
        recent,
        emitter,
        scratchpad,
        nodes,
        capabilities,
        tools,
        background);
  }
}
