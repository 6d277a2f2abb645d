package dev.kora.memory.isokron.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.isokron.substrate.ChainRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The block as the model reads it, to the letter. */
class PromptBlockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static ChainRow event(String type, String payload) {
    return new ChainRow(new UUID(0, 1), type, NOON, payload);
  }

  private static String lineOf(String type, String payload) {
    String text = new PromptBlock().recentActivity(List.of(event(type, payload))).text();
    List<String> lines = text.lines().toList();
    assertEquals(4, lines.size(), text);
    return lines.get(1);
  }

  @Test
  void theNewestFiveAreShownAndTheOlderOnesCounted() {
    List<ChainRow> events =
        IntStream.rangeClosed(1, 7)
            .mapToObj(
                i ->
                    new ChainRow(
                        new UUID(0, i),
                        "kora.session.ended",
                        NOON.minusSeconds(i),
                        "{\"session_id\": \"s" + i + "\", \"turn_count\": " + i + "}"))
            .toList();
    assertEquals(
        """
        §6a Typed-graph tools for remembering across sessions:
          - iso_node_create
          - iso_node_read

        §6 Recent kora.* activity (7 cached):
          - 2026-03-01T11:59:59Z kora.session.ended {"session_id": "s1", "turn_count": 1}
          - 2026-03-01T11:59:58Z kora.session.ended {"session_id": "s2", "turn_count": 2}
          - 2026-03-01T11:59:57Z kora.session.ended {"session_id": "s3", "turn_count": 3}
          - 2026-03-01T11:59:56Z kora.session.ended {"session_id": "s4", "turn_count": 4}
          - 2026-03-01T11:59:55Z kora.session.ended {"session_id": "s5", "turn_count": 5}
          … and 2 older

        (Assembled by IsoKron's memory provider at session start; a fresh substrate query wins over \
        this block.)""",
        new PromptBlock()
            .tools(List.of("iso_node_create", "iso_node_read"))
            .recentActivity(events)
            .text());
  }

  @Test
  void withoutEventsAndToolsTheBlockSaysThatThereIsNoActivity() {
    assertEquals(
        """
        §6 Recent kora.* activity (0 cached):
          - <no recent chain events>

        (Assembled by IsoKron's memory provider at session start; a fresh substrate query wins over \
        this block.)""",
        new PromptBlock().tools(List.of()).recentActivity(List.of()).text());
  }

  @Test
  void anUnreachableSubstrateIsNotTakenForAnEmptyChain() {
    assertEquals(
        """
        §6 Recent kora.* activity (0 cached):
          - <substrate unreachable>

        (Assembled by IsoKron's memory provider at session start; a fresh substrate query wins over \
        this block.)""",
        new PromptBlock().recentActivityUnknown().text());
  }

  @Test
  void aLongPayloadIsCutAt300CharactersAndNeverThroughAnEmoji() {
    String start = "  - 2026-03-01T12:00:00Z kora.a.b ";
    assertEquals(start + "x".repeat(300), lineOf("kora.a.b", "x".repeat(300)));
    assertEquals(start + "x".repeat(300) + "…", lineOf("kora.a.b", "x".repeat(301)));
    assertEquals(
        start + "x".repeat(299) + "…", lineOf("kora.a.b", "x".repeat(299) + "😀" + "x".repeat(9)));
  }

  @Test
  void whatAPayloadHoldsCannotForgeALineOfThePrompt() {
    assertEquals(
        "  - 2026-03-01T12:00:00Z kora.a�b {\"t\": \"1�2�3�4�5�\"}",
        lineOf("kora.a\nb", "{\"t\": \"1\n2\u20283\u00854\u202e5\u001b\"}"));
  }
}
