package dev.kora.memory.isokron.outbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A server that knows keys, with one trouble at a time. */
final class ScriptedServer implements Courier {
  /** What is wrong with it. */
  enum Trouble {
    NONE,
    DOWN,
    ANSWERS_LOST,
    HUGE_RETRY_AFTER,
    UNAUTHORIZED,
    STUB_B,
    MISSING_B
  }

  /** A row of a chain. */
  record Row(OutboxRecord message, @Nullable Expected expected) {}

  private final Random random;
  private final OutboxModel model;
  private final Map<UUID, Row> rows = new LinkedHashMap<>();
  private final Map<String, Integer> inFlight = new HashMap<>();

  // The workspaces that have seen it fail as a stub, this time.
  private final Set<String> stubs = new HashSet<>();
  LongConsumer pass = nanos -> {};
  private Trouble trouble = Trouble.NONE;
  boolean cured;

  /** What it saw and must not see. */
  @Nullable String broken;

  /** The tools of workspaces that had trouble of their own: others may overtake them. */
  final Set<String> troubled = new HashSet<>();

  ScriptedServer(Random random, OutboxModel model) {
    this.random = random;
    this.model = model;
  }

  void trouble(Trouble next) {
    trouble = next;
    stubs.clear();
  }

  @Override
  public Verdict deliver(OutboxRecord message) {
    Expected expected = model.get(message.key());
    String workspace = message.workspace();
    expect(inFlight.merge(workspace, 1, Integer::sum) == 1, "two in flight");
    try {
      if (expected == null) {
        expect(isGap(message) || model.wasOffered(message.key()), "made up: " + message);
      } else {
        expect(!expected.delivered, "sent again: " + expected);
      }
      pass.accept(random.nextInt(20_000_000));
      Verdict verdict = verdict(message, expected);
      pass.accept(random.nextInt(20_000_000));
      if (expected != null) {
        expected.delivered = verdict instanceof Verdict.Delivered;
        expected.failures += expected.delivered ? 0 : 1;
      }
      return verdict;
    } finally {
      inFlight.remove(workspace);
    }
  }

  private static boolean isGap(OutboxRecord message) {
    return message.subject().equals(Outboxes.GAP_TYPE);
  }

  // What is thrown here is caught by who sends.
  private void expect(boolean holds, String otherwise) {
    if (!holds && broken == null) {
      broken = otherwise;
    }
  }

  /** The process is gone, and what it waited for. */
  void forgetCallers() {
    inFlight.clear();
  }

  private Verdict verdict(OutboxRecord message, @Nullable Expected expected) {
    boolean toolB = message.tool().equals("b");
    switch (trouble) {
      case DOWN -> {
        return new Verdict.Retry("down", null);
      }
      case HUGE_RETRY_AFTER -> {
        return new Verdict.Retry("429", Duration.ofDays(365));
      }
      case UNAUTHORIZED -> {
        return new Verdict.Pause("401", null);
      }
      case STUB_B -> {
        if (toolB) {
          troubled.add(message.workspace() + "/b");
          if (expected != null && stubs.add(message.workspace())) {
            expected.unlucky = true;
            expected.inLetter = true;
          }
          return new Verdict.Suspect("not implemented", random.nextBoolean());
        }
      }
      case MISSING_B -> {
        if (toolB) {
          troubled.addAll(Set.of("w0/b", "w1/b", "w2/b"));
          return new Verdict.Pause("no such tool", "b");
        }
      }
      default -> {}
    }
    if (expected != null && expected.poison && !cured) {
      troubled.add(message.workspace() + "/" + message.tool());
      // Some make the server fail without a word about them.
      return message.key().getLeastSignificantBits() % 2 == 0
          ? new Verdict.Suspect("poison", true)
          : new Verdict.Unclear("HTTP 500");
    }
    rows.putIfAbsent(message.key(), new Row(message, expected));
    return trouble == Trouble.ANSWERS_LOST && random.nextBoolean()
        ? new Verdict.Unclear("no answer")
        : new Verdict.Delivered(message.key().toString());
  }

  boolean has(UUID key) {
    return rows.containsKey(key);
  }

  /** How many records the chains say are missing. */
  long missing() {
    return rows.values().stream()
        .filter(row -> isGap(row.message()))
        .mapToLong(row -> Long.parseLong(row.message().arguments().replaceAll("\\D", "")))
        .sum();
  }

  /** In order, but for what failed by itself and what was behind it. */
  void checkOrder() {
    Map<String, Long> last = new HashMap<>();
    for (Row row : rows.values()) {
      Expected expected = row.expected();
      if (expected == null || expected.follows) {
        continue; // a gap's event, or one that came in when another was delivered
      }
      String tool = row.message().workspace() + "/" + row.message().tool();
      Long before = last.merge(tool, expected.order, Math::max);
      assertTrue(
          before <= expected.order || (expected.failures > 0 && troubled.contains(tool)),
          () -> expected + " comes too late");
      if (!troubled.contains(row.message().workspace() + "/a")
          && !troubled.contains(row.message().workspace() + "/b")) {
        before = last.merge(row.message().workspace(), expected.order, Math::max);
        assertTrue(before <= expected.order, () -> expected + " comes too late");
      }
    }
  }
}
