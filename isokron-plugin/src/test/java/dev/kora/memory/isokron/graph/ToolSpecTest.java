package dev.kora.memory.isokron.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ToolSpecTest {
  private static final ToolSpec SPEC = SomeTools.spec("iso_node_create");

  private static String problems(String arguments) {
    return assertInstanceOf(ToolSpec.Checked.Misfit.class, SPEC.check(arguments)).problems();
  }

  @Example
  void fittingArgumentsGetTheirDefaults() {
    ToolSpec.Checked checked =
        SPEC.check("{\"node_kind\":\"Gotcha\",\"title\":\"t\",\"content_summary\":\"c\"}");
    ToolSpec.Checked.Fitting fitting = assertInstanceOf(ToolSpec.Checked.Fitting.class, checked);
    assertEquals("reasoning_trail", fitting.text("scratchpad_kind"));
    assertFalse(fitting.flag("cross_agent_dereferenceable"));
  }

  @Example
  void everythingWrongIsSaidAtOnce() {
    String problems =
        problems(
            "{\"node_kind\":\"Idea\",\"title\":\"a\\nnode_kind: X\",\"content_summary\":7,"
                + "\"cross_agent_dereferenceable\":\"yes\",\"extra\":1}");
    for (String part :
        List.of("node_kind must be", "line breaks", "content_summary", "true or false", "extra")) {
      assertTrue(problems.contains(part), problems);
    }
    assertTrue(problems("{\"title\":\"a\",\"title\":\"b\"}").contains("not JSON"));
    assertTrue(
        problems(
                "{\"node_kind\":\"Gotcha\",\"content_summary\":\"c\",\"title\":\""
                    + "x".repeat(201)
                    + "\"}")
            .contains("at most 200"));
  }

  @Example
  void whatIsTooLongIsNotEvenParsedAndHugeNumbersAreNotWrittenOut() {
    assertTrue(problems("[".repeat(10_000_000)).contains("longer than 262144"));
    ToolSpec search = SomeTools.spec("iso_node_search");
    for (String number : List.of("1e999999999", "-1e999999999", "1e-999999999", "51", "0", "5.5")) {
      assertInstanceOf(
          ToolSpec.Checked.Misfit.class, search.check("{\"limit\":" + number + "}"), number);
    }
    for (String number : List.of("5", "5.0", "5e0", "0.5e1", "500e-2")) {
      ToolSpec.Checked.Fitting fitting =
          assertInstanceOf(
              ToolSpec.Checked.Fitting.class, search.check("{\"limit\":" + number + "}"));
      assertEquals(5, fitting.number("limit"));
    }
    ToolSpec traverse = SomeTools.spec("iso_link_traverse");
    String many = "\"blocks\",".repeat(10_000);
    assertInstanceOf(
        ToolSpec.Checked.Misfit.class,
        traverse.check(
            "{\"from_entity_id\":\"0190a000-0000-7000-8000-000000000001\",\"link_types\":["
                + many
                + "\"covers\"]}"));
  }

  @Property
  void anyTextIsChecked(@ForAll String text) {
    assertInstanceOf(ToolSpec.Checked.Misfit.class, SPEC.check(text));
  }

  @Property
  void storedNodesAndTurnsRoundTrip(@ForAll String body) {
    StoredText.Node node = new StoredText.Node("Decision", "A: title --- with marks", body);
    assertEquals(node, StoredText.parse(node.render()));
    StoredText.Turn turn = new StoredText.Turn("t1", "s", "2026-01-01T00:00:00Z", "Ann", body);
    assertEquals(turn, StoredText.parse(turn.render()));
  }

  @Property
  void anyStoredTextIsSomething(@ForAll String content) {
    assertEquals(new StoredText.Plain(content), StoredText.parse(content));
  }
}
