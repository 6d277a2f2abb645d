package dev.kora.memory.isokron.mcp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolCatalogTest {
  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  private final List<Deadline> deadlines = new ArrayList<>();

  /** A server whose page n ends with this cursor, or is the last one. */
  private ToolCatalog catalog(IntFunction<@Nullable String> cursors) {
    return new ToolCatalog(
        new ToolPages(
            (method, params, deadline) -> {
              deadlines.add(deadline);
              var answer = StrictJson.object();
              answer.putArray("tools").addObject().put("name", "t" + deadlines.size());
              String cursor = cursors.apply(deadlines.size());
              if (cursor != null) {
                answer.put("nextCursor", cursor);
              }
              return new CallOutcome.Answered(answer);
            },
            () -> false),
        Duration.ofHours(1));
  }

  @Test
  void allPagesShareOneDeadline() {
    IntFunction<@Nullable String> fivePages = page -> page < 5 ? "c" + page : null;
    assertEquals(Optional.empty(), catalog(fivePages).ensureKnown());
    assertEquals(5, deadlines.size());
    assertEquals(1, Set.copyOf(deadlines).size());
    deadlines.clear();
    Deadline callers = Deadline.in(Duration.ofMinutes(7));
    assertEquals(Optional.empty(), catalog(fivePages).ensureKnown(callers));
    assertEquals(Set.of(callers), Set.copyOf(deadlines));
  }

  @Test
  void aCursorThatComesAgainEndsTheListingWithNothingKnown() {
    ToolCatalog catalog = catalog(page -> page % 2 == 0 ? "even" : "odd");
    assertInstanceOf(CallOutcome.NotSent.class, catalog.ensureKnown().orElseThrow());
    assertEquals(3, deadlines.size());
    assertFalse(catalog.isKnownAbsent("t4"));
  }

  @Test
  void aListWithoutAnEndEndsAtThePageCapAndToolsNotSeenAreNotAbsent() {
    ToolCatalog catalog = catalog(page -> "c" + page);
    assertInstanceOf(CallOutcome.NotSent.class, catalog.ensureKnown().orElseThrow());
    assertEquals(100, deadlines.size());
    assertFalse(catalog.isKnownAbsent("t101"));
  }

  @Test
  void theLastPageMayBeTheOneAtTheCap() {
    ToolCatalog catalog = catalog(page -> page < 100 ? "c" + page : null);
    assertEquals(Optional.empty(), catalog.ensureKnown());
    assertTrue(catalog.isKnownAbsent("t101"));
    assertFalse(catalog.isKnownAbsent("t100"));
  }

  @Test
  void rule6AListThatIsTooLongOrTooLargeIsNotKept() {
    assertInstanceOf(ToolListing.Listed.class, pageOf(10_000, "").read(LATER));
    for (ToolPages pages : List.of(pageOf(10_001, ""), pageOf(17, "x".repeat(1024 * 1024)))) {
      ToolListing.Unavailable unavailable =
          assertInstanceOf(ToolListing.Unavailable.class, pages.read(LATER));
      assertInstanceOf(CallOutcome.Ambiguous.class, unavailable.outcome());
    }
  }

  private static ToolPages pageOf(int tools, String description) {
    var answer = StrictJson.object();
    var list = answer.putArray("tools");
    for (int i = 0; i < tools; i++) {
      list.addObject().put("name", "t" + i).put("description", description);
    }
    return new ToolPages((m, p, d) -> new CallOutcome.Answered(answer), () -> false);
  }

  @Test
  void rule6AListThatChangedIsAskedForAgain() {
    ToolCatalog catalog = catalog(page -> null);
    assertEquals(Optional.empty(), catalog.ensureKnown());
    assertEquals(Optional.empty(), catalog.ensureKnown());
    assertEquals(1, deadlines.size());
    catalog.forget();
    assertFalse(catalog.isKnownAbsent("t1"));
    assertEquals(Optional.empty(), catalog.ensureKnown());
    assertEquals(2, deadlines.size());
    assertTrue(catalog.isKnownAbsent("t1"));
  }

  @Test
  void rule6AnOlderReadingDoesNotReplaceANewerOne() {
    List<ToolCatalog> itself = new ArrayList<>();
    List<String> readings = new ArrayList<>();
    ToolPages pages =
        new ToolPages(
            (method, params, deadline) -> {
              readings.add("reading");
              String tool = "t" + readings.size();
              if (readings.size() == 1) { // while it is read, it changes and is read again
                itself.get(0).forget();
                assertEquals(Optional.empty(), itself.get(0).ensureKnown());
              }
              var answer = StrictJson.object();
              answer.putArray("tools").addObject().put("name", tool);
              return new CallOutcome.Answered(answer);
            },
            () -> false);
    ToolCatalog catalog = new ToolCatalog(pages, Duration.ofHours(1));
    itself.add(catalog);
    assertEquals(Optional.empty(), catalog.ensureKnown());
    assertFalse(catalog.isKnownAbsent("t2"));
    assertTrue(catalog.isKnownAbsent("t1"));
    assertEquals(Optional.empty(), catalog.ensureKnown());
    assertEquals(2, readings.size());
  }
}
