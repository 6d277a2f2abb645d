package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.mcp.client.ToolCatalog;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.substrate.LinkReads;
import java.time.Duration;

/**
 * What the tools of the graph work with.
 *
 * @param overlay the one that {@code nodes} looks at
 * @param followUps hears of all that {@code outbox} delivers
 * @param patience how long a write waits for its delivery, and a call for the capability matrix
 */
public record GraphParts(
    Outbox outbox,
    ScratchpadWriter writer,
    LinkWriter linkWriter,
    FollowUpFates followUps,
    NodeReads nodes,
    LinkReads links,
    SupersededOverlay overlay,
    Capabilities capabilities,
    ToolCatalog catalog,
    Duration patience) {}
