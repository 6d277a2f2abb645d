package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;

/** One tool for the model. */
interface GraphTool {
  ToolSpec spec();

  /** Runs with arguments that fit, until the deadline; answers with one envelope. */
  ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline);
}
