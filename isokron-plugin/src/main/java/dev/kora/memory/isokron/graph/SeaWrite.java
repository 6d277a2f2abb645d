package dev.kora.memory.isokron.graph;

/** A tool of Sea that writes for a tool of the model. */
enum SeaWrite {
  ENTRY(ScratchpadWriter.TOOL, ScratchpadWriter.DEVIATION, "entry_id"),
  SUPERSESSION(ScratchpadWriter.SUPERSEDE_TOOL, ScratchpadWriter.DEVIATION, "entry_id"),
  LINK(LinkWriter.TOOL, LinkWriter.DEVIATION, "link_id");

  final String tool;

  /** Said when the server lacks it. */
  final String deviation;

  /** What the model's answer calls the id of what was written. */
  final String idField;

  SeaWrite(String tool, String deviation, String idField) {
    this.tool = tool;
    this.deviation = deviation;
    this.idField = idField;
  }
}
