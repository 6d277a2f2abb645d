package dev.kora.memory.isokron.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.graph.CapabilityMatrix;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.substrate.ChainRow;
import dev.kora.memory.isokron.substrate.Charter;
import dev.kora.memory.isokron.substrate.Policies;
import dev.kora.memory.isokron.substrate.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The block of the system prompt, section by section, in a fixed order (contracts/provider.md).
 * Nothing that a substrate or a server wrote can forge a line of it, but the charter's identity,
 * which is the agent's own.
 */
final class PromptBlock {
  private static final int SHOWN_EVENTS = 5;
  private static final int SUMMARY_LENGTH = 300;
  private static final int LINE_LENGTH = 1_000;
  private static final int MAX_LINES = 200;
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\n\t]]");
  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final List<String> POLICIES =
      List.of(
          "policy.kora_disabled",
          "policy.kora_max_nonsecurity_overrides_per_24h",
          "policy.kora_output_size_cap_pull",
          "policy.kora_rate_limit_per_minute",
          "policy.kora_context_assembler_token_ceiling.opus");
  private static final String LABEL =
      "(Assembled by IsoKron's memory provider at session start; a fresh substrate query wins over"
          + " this block.)";

  private PromptBlock() {}

  /** The whole block, with its label as the last line. */
  static String of(PromptData data) {
    List<String> sections = new ArrayList<>(identity(data.charter()));
    sections.add(policies(data.policies()));
    sections.add(capabilities(data.capabilities()));
    if (!data.tools().isEmpty()) {
      sections.add(lines("§6a Typed-graph tools for remembering across sessions:", data.tools()));
    }
    sections.add(recentActivity(data.recent()));
    sections.add(LABEL);
    return String.join("\n\n", sections);
  }

  private static List<String> identity(Charter charter) {
    String identity =
        CONTROLS.matcher(LINE_END.matcher(charter.identity()).replaceAll("\n")).replaceAll("�");
    return List.of(
        "§1 Identity (Kora Role Charter v" + whole(charter.version()) + ")\n" + identity.strip(),
        wholeLines("§2 You CAN:", charter.can()),
        wholeLines("§3 You CANNOT:", charter.cannot()));
  }

  // A charter is given whole or not at all: what it must not do may stand in its last line.
  private static String wholeLines(String heading, List<String> texts) {
    StringBuilder section = new StringBuilder(heading);
    texts.forEach(text -> section.append("\n  - ").append(whole(text)));
    return section.toString();
  }

  private static String whole(String text) {
    return OneLine.clean(text, text.length());
  }

  private static String policies(Reading<Policies> reading) {
    List<String> lines = new ArrayList<>();
    for (String path : POLICIES) {
      lines.add(path + " = " + policy(path, reading));
    }
    return lines("§4 Active policy values" + staleSince(reading), lines);
  }

  private static String policy(String path, Reading<Policies> reading) {
    if (reading instanceof Reading.Missing<Policies> missing) {
      return missing.away() ? "<unknown: substrate unreachable>" : "<unknown: not readable>";
    }
    return reading
        .lastGood()
        .flatMap(policies -> Optional.ofNullable(policies.values().get(path)))
        .map(PromptBlock::value)
        .orElse("<not seeded>");
  }

  private static String value(JsonNode value) {
    return value.isContainerNode() ? SortedJson.write(value) : SortedJson.bare(value);
  }

  private static String capabilities(CapabilityMatrix matrix) {
    List<String> granted = matrix.granted();
    return lines(
        "§5 Granted capabilities (" + granted.size() + " of " + matrix.all().size() + "):",
        granted);
  }

  private static String recentActivity(Reading<List<ChainRow>> reading) {
    List<ChainRow> events = reading.lastGood().orElse(List.of());
    StringBuilder section =
        new StringBuilder("§6 Recent kora.* activity (")
            .append(events.size())
            .append(" cached):")
            .append(staleSince(reading));
    if (reading instanceof Reading.Missing<List<ChainRow>> missing) {
      section.append(missing.away() ? "\n  - <substrate unreachable>" : "\n  - <not readable>");
    } else if (events.isEmpty()) {
      section.append("\n  - <no recent chain events>");
    }
    for (ChainRow event : events.subList(0, Math.min(SHOWN_EVENTS, events.size()))) {
      section
          .append("\n  - ")
          .append(event.at())
          .append(' ')
          .append(OneLine.of(event.type(), 120))
          .append(' ')
          .append(OneLine.of(event.payload(), SUMMARY_LENGTH));
    }
    if (events.size() > SHOWN_EVENTS) {
      section.append("\n  … and ").append(events.size() - SHOWN_EVENTS).append(" older");
    }
    return section.toString();
  }

  private static String staleSince(Reading<?> reading) {
    if (reading instanceof Reading.Stale<?> stale) {
      Instant since = stale.at().truncatedTo(ChronoUnit.SECONDS);
      return " (stale since " + since + ")";
    }
    return "";
  }

  private static String lines(String heading, List<String> texts) {
    StringBuilder section = new StringBuilder(heading);
    for (String text : texts.subList(0, Math.min(MAX_LINES, texts.size()))) {
      section.append("\n  - ").append(OneLine.clean(text, LINE_LENGTH));
    }
    if (texts.size() > MAX_LINES) {
      section.append("\n  … and ").append(texts.size() - MAX_LINES).append(" more");
    }
    return section.toString();
  }
}
