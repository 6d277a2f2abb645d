package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.events.KoraEvents;
import org.jspecify.annotations.Nullable;

/** What the plugin does with Sea, and the tool that it needs for it. */
enum Surface {
  CHAIN_EVENTS("chain_events", KoraEvents.TOOL, KoraEvents.DEVIATION, "events wait until it is"),
  SCRATCHPAD(
      "scratchpad",
      "kora__write_agent_scratchpad",
      "D-kr2-st3-no-scratchpad-write-mcp-tool",
      "turns and nodes wait until it is"),
  LINKS(
      "links",
      "kora__create_relationlink",
      "D-kr3-st2-no-relationlink-write-mcp-tool",
      "iso_link_create answers deferred"),
  CAPABILITIES(
      "capabilities",
      "kora__read_kora_capability_row",
      "D-kr2-st2-capability-matrix-mirror",
      "the built-in matrix is in force"),
  SUPERSESSION(
      "supersession",
      "kora__supersede_agent_scratchpad",
      null,
      "a supersession is an entry and an event instead");

  /** The check's name. */
  final String check;

  final String tool;

  /** Says that the tool is missing; null for one that may well be. */
  final @Nullable String deviation;

  private final String without;

  Surface(String word, String tool, @Nullable String deviation, String without) {
    this.check = "sea." + word;
    this.tool = tool;
    this.deviation = deviation;
    this.without = without;
  }

  Finding finding(boolean offered) {
    if (offered) {
      return Finding.ok(tool);
    }
    if (deviation == null) {
      return Finding.ok(tool + " is not offered: " + without);
    }
    return Finding.warn(
        deviation + ": " + tool + " is not offered: " + without,
        "update the server, or have its operator switch the tool on");
  }
}
