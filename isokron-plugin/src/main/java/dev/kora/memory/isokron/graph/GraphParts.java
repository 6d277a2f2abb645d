package dev.kora.memory.isokron.graph;

import dev.kora.memory.isokron.mcp.client.ToolCatalog;
import java.time.Duration;

/**
 * What the tools of the graph work with.
 *
 * @param overlay the one that {@code nodes} looks at
 * @param patience how long a write waits for its delivery, and a call for the capability matrix
 */
public record GraphParts(
    ScratchpadWriter writer,
    NodeReads nodes,
    SupersededOverlay overlay,
    Capabilities capabilities,
    ToolCatalog catalog,
    Duration patience) {}
