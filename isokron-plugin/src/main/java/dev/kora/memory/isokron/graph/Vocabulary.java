package dev.kora.memory.isokron.graph;

import java.util.List;

/** The enumerations of the substrate that nodes use. */
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

  static final String REASONING_TRAIL = "reasoning_trail";
  static final String COMPACTED_SUMMARY = "compacted_summary";
  static final String PRIVATE = "agent_private";
  static final String CROSS_AGENT = "cross_agent_dereferenceable";

  private Vocabulary() {}
}
