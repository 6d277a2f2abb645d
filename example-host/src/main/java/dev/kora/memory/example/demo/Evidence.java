package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.sea.SeaServer;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.spi.FlushResult;
import dev.kora.memory.spi.MemorySession;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Checks, against the provider's reports and against the chain itself, that what was told is so.
 */
final class Evidence {
  private static final Duration DELIVERY = Duration.ofMinutes(2);

  private final Console console;
  private final SeaServer sea;
  private final DeliveryLog deliveries;

  Evidence(Console console, SeaServer sea, DeliveryLog deliveries) {
    this.console = console;
    this.sea = sea;
    this.deliveries = deliveries;
  }

  /** Waits until everything that the session accepted is delivered. */
  void deliver(MemorySession session, String what) throws Exception {
    FlushResult left = console.step(what, () -> session.flush(DELIVERY));
    if (!left.complete()) {
      throw new DemoException(
          left.undelivered() + " writes could not be delivered: " + left.detail());
    }
    noFailures();
  }

  /** A hook that fails is isolated by the manager; here it counts as a broken promise. */
  void noFailures() throws DemoException {
    List<String> failures = deliveries.failures();
    if (!failures.isEmpty()) {
      throw new DemoException("the memory provider failed: " + String.join("; ", failures));
    }
  }

  /** So many events of this type must have been confirmed by now. */
  void events(String type, long expected) throws DemoException {
    expect(expected, deliveries.events(type), "events of type " + type);
  }

  /** At least so many entries must have been confirmed by now; a long text may take several. */
  void entries(long expected) throws DemoException {
    if (deliveries.entries() < expected) {
      expect(expected, deliveries.entries(), "entries");
    }
  }

  private static void expect(long expected, long found, String what) throws DemoException {
    if (found != expected) {
      throw new DemoException(
          "expected %d %s to be delivered, but %d were".formatted(expected, what, found));
    }
  }

  /** Recomputes a workspace's chain, and says where it breaks if it does. */
  WorkspaceVerdict verify(String workspace) throws Exception {
    WorkspaceVerdict verdict =
        console
            .step(
                workspace + ": recomputing every hash from the stored bytes",
                () -> sea.verify(workspace))
            .workspaces()
            .stream()
            .findFirst()
            .orElseThrow(() -> new DemoException("there is no chain to verify"));
    ChainBreak broken = verdict.chainBreak();
    if (broken != null) {
      console.say(
          "The chain is BROKEN at event %d: %s, %s"
              .formatted(broken.seq(), broken.kind().label(), broken.detail()));
    }
    return verdict;
  }

  /** Every event that was reported as delivered must be found in the chain itself. */
  int eventsInChain() throws DemoException {
    List<String> delivered = deliveries.eventIds();
    Set<String> missing = new HashSet<>(delivered);
    sea.events(sea.workspaceId(), Integer.MAX_VALUE).stream()
        .map(ChainEvent::eventId)
        .map(UUID::toString)
        .forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw new DemoException("events reported as delivered are not in the chain: " + missing);
    }
    console.say("All " + delivered.size() + " events that were reported as delivered are in it.");
    return delivered.size();
  }
}
