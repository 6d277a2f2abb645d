package dev.kora.memory.isokron.events;

import dev.kora.memory.isokron.json.AnswerFields;
import dev.kora.memory.isokron.json.ResponseShape;
import java.util.Map;
import java.util.UUID;

/** What Sea's tools answer (contracts/sea-tools.md, "Tools"). */
public final class SeaAnswers {
  /** Of {@link KoraEvents#TOOL}: the event's id. */
  public static final ResponseShape<UUID> EVENT =
      ResponseShape.object(KoraEvents.TOOL, fields -> fields.uuid("event_id"));

  /** Of {@code kora__write_agent_scratchpad}: the entry's id. */
  public static final ResponseShape<UUID> ENTRY =
      ResponseShape.object("kora__write_agent_scratchpad", SeaAnswers::entry);

  /** Of {@code kora__supersede_agent_scratchpad}: the new entry's id. */
  public static final ResponseShape<UUID> SUPERSESSION =
      ResponseShape.object("kora__supersede_agent_scratchpad", SeaAnswers::entry);

  /** Of {@code kora__create_relationlink}: the link's id. */
  public static final ResponseShape<UUID> LINK =
      ResponseShape.object("kora__create_relationlink", fields -> fields.uuid("link_id"));

  /** Of {@code kora__read_kora_capability_row}: whether each capability is granted. */
  public static final ResponseShape<Map<String, Boolean>> CAPABILITIES =
      ResponseShape.object(
          "kora__read_kora_capability_row", fields -> fields.booleans("capability_matrix"));

  private SeaAnswers() {}

  private static UUID entry(AnswerFields fields) {
    UUID entry = fields.uuid("scratchpad_entry_id");
    fields.uuid("approved_event_id");
    return entry;
  }
}
