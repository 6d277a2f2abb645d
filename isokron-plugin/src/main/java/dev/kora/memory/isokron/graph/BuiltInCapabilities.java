package dev.kora.memory.isokron.graph;

import java.util.List;
import java.util.TreeMap;

/** What Kora's actor may do as long as no server has said otherwise (contracts/sea-tools.md). */
final class BuiltInCapabilities {
  private static final List<String> GRANTED =
      List.of(
          "cap_sea_create",
          "cap_sea_link_authoring",
          "cap_sea_read_view",
          "cap_read_unfiltered_relationlink",
          "cap_read_precommit_scratchpad",
          "cap_read_cross_agent_scratchpad",
          "cap_read_ticket_attachment",
          "cap_read_escalation_queue",
          "cap_write_agent_scratchpad",
          "cap_propose_class2",
          "cap_author_operations",
          "cap_request_critic_reconsideration",
          "cap_override_nonsecurity_critic_verdict",
          "cap_propose_policy_change",
          "cap_propose_convention",
          "cap_submit_declaration",
          "cap_route_intent",
          "cap_release_poison_pill",
          "cap_quarantine_package",
          "cap_request_human_escalation",
          "cap_observe_hnao",
          "cap_run_pre_screen");

  private static final List<String> DENIED =
      List.of(
          "cap_sea_edit_field",
          "cap_sea_set_status",
          "cap_sea_set_priority",
          "cap_sea_add_narrative",
          "cap_sea_claim_for_edit",
          "cap_sea_condense",
          "cap_sea_seed_intake",
          "cap_sea_modify_condensation_draft",
          "cap_sea_request_deletion",
          "cap_sea_approve_deletion",
          "cap_sea_read_private_notes",
          "cap_sea_bulk_import",
          "cap_sea_propose_actor_window_rollback",
          "cap_sea_confirm_actor_window_rollback",
          "cap_sea_claim_pair_for_link",
          "cap_sea_force_release_claim",
          "cap_critic_flag_advisory_link_type",
          "cap_run_full_advisory_pass",
          "cap_cancel_condensation_session",
          "cap_cancel_advisory_pass",
          "cap_resume_rollback",
          "cap_override_security_or_policy_verdict",
          "cap_operator_approve_policy_change",
          "cap_operator_bless_convention",
          "cap_unbless_convention",
          "cap_operator_ack_escalation",
          "cap_operator_update_policy");

  static final CapabilityMatrix MATRIX = matrix();

  private BuiltInCapabilities() {}

  private static CapabilityMatrix matrix() {
    TreeMap<String, Boolean> all = new TreeMap<>();
    GRANTED.forEach(name -> all.put(name, true));
    DENIED.forEach(name -> all.put(name, false));
    return new CapabilityMatrix(all);
  }
}
