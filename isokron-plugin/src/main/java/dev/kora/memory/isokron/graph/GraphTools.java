package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.StrictJson;
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

  /** Makes the tools. */
  public GraphTools(GraphParts parts) {
    NodeWrites writes = new NodeWrites(parts.writer(), parts.catalog(), parts.patience());
    List.of(
            new NodeCreateTool(writes),
            new NodeReadTool(parts.nodes(), parts.overlay()),
            new NodeSupersedeTool(parts.nodes(), writes, parts.overlay()))
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
    return tool.run(workspace, (ToolSpec.Checked.Fitting) checked);
  }
}
