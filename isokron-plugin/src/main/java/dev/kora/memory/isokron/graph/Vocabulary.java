package dev.kora.memory.isokron.graph;

import java.util.List;

/** The enumerations of the substrate that nodes and links use. */
final class Vocabulary {
  static final List<String> NODE_KINDS =
      List.of(
          "Decision",
          "Gotcha",
          "Pattern",
          "Convention",
          "Concept",
          "Ticket",
          "FailedAttempt",
          "AcceptanceTest",
          "GamingPattern",
          "Project",
          "Component",
          "Milestone",
          "CrossCut",
          "ExternalDependency",
          "Resource",
          "Tool",
          "Schema",
          "KronicleBlock");

  static final List<String> SCRATCHPAD_KINDS =
      List.of(
          "reasoning_trail",
          "hypothesis",
          "discarded_option",
          "override_rationale",
          "self_critique",
          "route_decision",
          "compacted_summary");

  static final List<String> LINK_TYPES =
      List.of(
          "parent_of",
          "relates_to",
          "inspired_by",
          "responds_to",
          "conflicts_with",
          "supersedes",
          "blocks",
          "depends_on",
          "condenses_into",
          "branches_from",
          "references",
          "derived_from",
          "applies_to",
          "validates",
          "grounds_in",
          "documented_in",
          "implements",
          "duplicates",
          "caused_by",
          "part_of",
          "covers");

  static final String KRONICLE_BLOCK = "KronicleBlock";
  static final String REASONING_TRAIL = "reasoning_trail";
  static final String COMPACTED_SUMMARY = "compacted_summary";
  static final String PRIVATE = "agent_private";
  static final String CROSS_AGENT = "cross_agent_dereferenceable";

  private Vocabulary() {}
}
