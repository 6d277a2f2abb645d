package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.mcp.client.ToolCatalog;
import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.substrate.LinkReads;
import dev.kora.memory.isokron.substrate.TimedReads;
import java.time.Duration;

/**
 * What the tools of the graph work with.
 *
 * @param timed runs what the tools read
 * @param overlay the one that {@code nodes} looks at
 * @param followUps hears of all that {@code outbox} delivers
 * @param patience how long a call may take in all; a write that takes longer is pending then
 */
public record GraphParts(
    Outbox outbox,
    ScratchpadWriter writer,
    LinkWriter linkWriter,
    FollowUpFates followUps,
    NodeReads nodes,
    LinkReads links,
    TimedReads timed,
    SupersededOverlay overlay,
    Capabilities capabilities,
    ToolCatalog catalog,
    Duration patience) {}
