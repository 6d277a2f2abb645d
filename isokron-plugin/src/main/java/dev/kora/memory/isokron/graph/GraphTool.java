package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One tool for the model. */
interface GraphTool {
  ToolSpec spec();

  /** Runs with arguments that fit; answers with one envelope. */
  ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments);
}
