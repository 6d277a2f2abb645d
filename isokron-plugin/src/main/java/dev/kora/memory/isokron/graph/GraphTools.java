package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.substrate.SubstrateException;
import dev.kora.memory.isokron.substrate.TimedReads;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The tools of the typed graph. Safe for all threads. */
public final class GraphTools {
  private static final Logger LOG = LogManager.getLogger(GraphTools.class);

  private final Map<String, GraphTool> tools = new LinkedHashMap<>();

  private final Capabilities capabilities;
  private final TimedReads timed;
  private final Duration patience;

  /** Makes the tools. */
  public GraphTools(GraphParts parts) {
    this.capabilities = parts.capabilities();
    this.timed = parts.timed();
    this.patience = parts.patience();
    PendingNodes pending = new PendingNodes();
    AwaitedWrites awaited = new AwaitedWrites(parts.outbox(), parts.catalog());
    NodeWrites writes = new NodeWrites(parts.writer(), awaited, pending);
    List.of(
            new NodeCreateTool(writes),
            new NodeReadTool(parts.nodes(), pending),
            new NodeSearchTool(parts.nodes(), pending),
            new NodeSupersedeTool(parts, writes, awaited, pending),
            new LinkCreateTool(writes, awaited, pending, parts),
            new LinkTraverseTool(parts.links(), pending),
            new LinkListTool(parts.links(), pending))
        .forEach(tool -> tools.put(tool.spec().name(), tool));
  }

  /** The tools of a session; without those that write if it must not. */
  public List<ToolSpec> specs(boolean mayWrite) {
    return tools.values().stream()
        .map(GraphTool::spec)
        .filter(spec -> mayWrite || !spec.writes())
        .toList();
  }

  /** Runs a tool. Never throws; the answer is always one JSON object with {@code ok} first. */
  public String call(
      @Nullable String workspace, boolean mayWrite, String name, String argumentsJson) {
    try {
      return StrictJson.write(answer(workspace, mayWrite, name, argumentsJson));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("[kora.isokron] the tool {} ended in an unexpected error", OneLine.of(name, 60), e);
      return StrictJson.write(ToolAnswer.error("unexpected " + e.getClass().getSimpleName()));
    }
  }

  private ObjectNode answer(
      @Nullable String workspace, boolean mayWrite, String name, String argumentsJson) {
    Deadline deadline = Deadline.in(patience);
    GraphTool tool = tools.get(name);
    if (tool == null) {
      return ToolAnswer.error("unknown tool \"" + OneLine.of(name, 60) + "\"");
    }
    ToolSpec.Checked checked = tool.spec().check(argumentsJson);
    if (checked instanceof ToolSpec.Checked.Misfit misfit) {
      return ToolAnswer.error(misfit.problems());
    }
    if (workspace == null) {
      return ToolAnswer.error("no workspace_id resolvable");
    }
    if (tool.spec().writes() && !mayWrite) {
      return ToolAnswer.error("this agent context does not write");
    }
    // A denial in Sea holds for the very first call: that one waits for the first fetch, and leaves
    // half of its time to what it is for.
    capabilities.warm();
    String capability = tool.spec().capability();
    Duration half = Duration.ofNanos(deadline.leftNanos() / 2);
    if (!capabilities.await(half).isGranted(capability)) {
      return ToolAnswer.denied(capability);
    }
    return run(tool, workspace, (ToolSpec.Checked.Fitting) checked, deadline);
  }

  // What writes sees to its time itself: it ends in a key that stays good, not in an error.
  private ObjectNode run(
      GraphTool tool, String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline) {
    if (tool.spec().writes()) {
      return tool.run(workspace, arguments, deadline);
    }
    try {
      return timed.by(deadline, () -> tool.run(workspace, arguments, deadline));
    } catch (SubstrateException e) {
      return ToolAnswer.error(String.valueOf(e.getMessage()));
    }
  }
}
