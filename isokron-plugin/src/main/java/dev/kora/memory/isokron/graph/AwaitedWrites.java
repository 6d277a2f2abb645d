package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.client.ToolCatalog;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.outbox.Offer.Fate;
import dev.kora.memory.isokron.outbox.Outbox;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits a while for the delivery of a write, so that the model gets the id of what it became. */
final class AwaitedWrites {
  // An outbox takes up to six seconds to close.
  private static final Duration KNOWN = Duration.ofSeconds(10);
  private static final Fate UNKNOWN =
      new Fate.GivenUp("the outbox closed; it may have been kept", false);

  private final Outbox outbox;
  private final ToolCatalog catalog;
  private final Duration known;

  AwaitedWrites(Outbox outbox, ToolCatalog catalog) {
    this(outbox, catalog, KNOWN);
  }

  /** As above; {@code known} is the limit of waiting for a fate that is about to be known. */
  AwaitedWrites(Outbox outbox, ToolCatalog catalog, Duration known) {
    this.outbox = outbox;
    this.catalog = catalog;
    this.known = known;
  }

  /** Whether the server is known to have a tool; asks it if need be. */
  boolean isThere(SeaWrite write, Deadline deadline) {
    return catalog.ensureKnown(deadline).isEmpty() && !catalog.isKnownAbsent(write.tool);
  }

  /** Whether the server is known to lack a tool: looked at again, it may have come meanwhile. */
  boolean isMissing(SeaWrite write, Deadline deadline) {
    if (isThere(write, deadline) || !catalog.isKnownAbsent(write.tool)) {
      return false;
    }
    catalog.forget();
    return catalog.ensureKnown(deadline).isEmpty() && catalog.isKnownAbsent(write.tool);
  }

  /** The fate, if it is known in time; otherwise the write is kept like any other from now on. */
  Optional<Fate> await(
      String workspace, UUID key, CompletableFuture<Fate> done, Deadline deadline) {
    Optional<Fate> fate = inTime(done, deadline);
    // What is said to be pending must not be dropped after that.
    if (fate.isPresent() || outbox.keep(workspace, key)) {
      return fate;
    }
    // Known in a moment, but for an outbox that closes on a disk that hangs.
    return Optional.of(
        done.copy().completeOnTimeout(UNKNOWN, known.toNanos(), TimeUnit.NANOSECONDS).join());
  }

  /** The fate, if it is known in time. */
  static Optional<Fate> inTime(CompletableFuture<Fate> done, Deadline deadline) {
    try {
      return Optional.of(done.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the write was accepted, but what follows it failed", e);
    }
  }

  /** What the model is told; {@code key} is what it can ask for later. */
  static ObjectNode answer(SeaWrite write, UUID key, Optional<Fate> known) {
    Fate fate = known.orElse(null);
    if (fate instanceof Fate.Delivered delivered) {
      return ToolAnswer.ok().put(write.idField, delivered.resultId());
    }
    if (fate instanceof Fate.GivenUp givenUp) {
      return givenUp.toolMissing()
          ? deferred(write)
          : ToolAnswer.substrateError(write.tool, givenUp.reason());
    }
    return ToolAnswer.pending(key);
  }

  static ObjectNode deferred(SeaWrite write) {
    return ToolAnswer.deferred(
        write.deviation,
        "the server does not offer this kind of write yet; nothing was kept, do not repeat it");
  }
}
