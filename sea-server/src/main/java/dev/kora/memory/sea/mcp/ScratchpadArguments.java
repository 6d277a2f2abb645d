package dev.kora.memory.sea.mcp;

import dev.kora.memory.sea.store.ScratchpadEntry;
import dev.kora.memory.sea.store.WrittenEntry;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.codec.digest.Blake3;

/** What the tools that write an entry have in common. */
final class ScratchpadArguments {
  /** The members of the input schema's {@code properties}. */
  static final String PROPERTIES =
      """
      "workspace_id": {"type": "string", "minLength": 1, "maxLength": 200},
      "scratchpad_kind": {"type": "string", "enum": ["reasoning_trail", "hypothesis",
        "discarded_option", "override_rationale", "self_critique", "route_decision",
        "compacted_summary"]},
      "visibility_scope": {"type": "string",
        "enum": ["agent_private", "cross_agent_dereferenceable"]},
      "content_inline": {"type": "string", "maxLength": 262144},
      "content_hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"}\
      """;

  static final String OUTPUT_SCHEMA =
      """
      {"type": "object", "required": ["scratchpad_entry_id", "approved_event_id"],
       "properties": {"scratchpad_entry_id": %s, "approved_event_id": %s}}
      """
          .formatted(SeaTool.UUID_SCHEMA, SeaTool.UUID_SCHEMA);

  private ScratchpadArguments() {}

  static ScratchpadEntry entry(Map<String, Object> arguments) {
    String content = Arguments.text(arguments, "content_inline");
    String hash = Arguments.text(arguments, "content_hash");
    String computed =
        HexFormat.of().formatHex(Blake3.hash(content.getBytes(StandardCharsets.UTF_8)));
    if (!computed.equals(hash)) {
      throw new ToolRefusal(
          "content_hash: is not the BLAKE3 of content_inline, which is " + computed);
    }
    return new ScratchpadEntry(
        Arguments.text(arguments, "scratchpad_kind"),
        Arguments.text(arguments, "visibility_scope"),
        content,
        hash);
  }

  static Map<String, Object> answer(WrittenEntry written) {
    return Map.of(
        "scratchpad_entry_id", written.entryId().toString(),
        "approved_event_id", written.eventId().toString());
  }
}
