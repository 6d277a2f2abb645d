package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.ToolCatalog;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.Offer.Fate;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a node and waits a while for its delivery, so that the model gets its id. */
final class NodeWrites {
  // An outbox takes up to six seconds to close.
  private static final Duration KNOWN = Duration.ofSeconds(10);
  private static final Fate UNKNOWN =
      new Fate.GivenUp("the outbox closed; it may have been kept", false);

  private final ScratchpadWriter writer;
  private final ToolCatalog catalog;
  private final Duration patience;
  private final Duration known;

  NodeWrites(ScratchpadWriter writer, ToolCatalog catalog, Duration patience) {
    this(writer, catalog, patience, KNOWN);
  }

  /** As above; {@code known} is the limit of waiting for a fate that is about to be known. */
  NodeWrites(ScratchpadWriter writer, ToolCatalog catalog, Duration patience, Duration known) {
    this.writer = writer;
    this.catalog = catalog;
    this.patience = patience;
    this.known = known;
  }

  /**
   * Writes.
   *
   * @param followUp what has to follow the write, or null
   * @param afterwards is told what became of it, before this answers or, if that takes longer,
   *     later
   */
  ObjectNode write(
      String workspace,
      StoredText.Node node,
      String scratchpadKind,
      String visibility,
      String origin,
      @Nullable FollowUp followUp,
      Consumer<Fate> afterwards) {
    long start = System.nanoTime();
    if (isMissing()) {
      afterwards.accept(new Fate.GivenUp("the tool is missing", true));
      return deferred();
    }
    Offer offer =
        writer.writeAwaited(workspace, scratchpadKind, visibility, node.render(), origin, followUp);
    if (offer instanceof Offer.Refused refused) {
      afterwards.accept(new Fate.GivenUp(refused.reason(), false));
      return ToolAnswer.error(refused.reason());
    }
    Offer.Accepted accepted = (Offer.Accepted) offer;
    CompletableFuture<Fate> done =
        accepted
            .fate()
            .thenApply(
                fate -> {
                  afterwards.accept(fate);
                  return fate;
                });
    try {
      long left = Math.max(0, start + patience.toNanos() - System.nanoTime());
      return answer(accepted.key(), done.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return unawaited(workspace, accepted.key(), done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unawaited(workspace, accepted.key(), done);
    } catch (ExecutionException e) {
      return ToolAnswer.error("the write was accepted, but what follows it failed");
    }
  }

  // What is said to be pending must not be dropped after that.
  private ObjectNode unawaited(String workspace, UUID key, CompletableFuture<Fate> done) {
    return writer.keep(workspace, key)
        ? ToolAnswer.pending(key)
        : answer(
            key,
            // Known in a moment, but for an outbox that closes on a disk that hangs.
            done.copy().completeOnTimeout(UNKNOWN, known.toNanos(), TimeUnit.NANOSECONDS).join());
  }

  // Known to be missing: look again before refusing, it may have come meanwhile.
  private boolean isMissing() {
    if (!catalog.isKnownAbsent(ScratchpadWriter.TOOL)) {
      return false;
    }
    catalog.forget();
    Optional<CallOutcome> failed = catalog.ensureKnown();
    return failed.isEmpty() && catalog.isKnownAbsent(ScratchpadWriter.TOOL);
  }

  private static ObjectNode answer(UUID key, Fate fate) {
    if (fate instanceof Fate.Delivered delivered) {
      return ToolAnswer.ok().put("entry_id", delivered.resultId());
    }
    if (fate instanceof Fate.Kept) {
      return ToolAnswer.pending(key);
    }
    Fate.GivenUp givenUp = (Fate.GivenUp) fate;
    return givenUp.toolMissing()
        ? deferred()
        : ToolAnswer.substrateError(ScratchpadWriter.TOOL, givenUp.reason());
  }

  private static ObjectNode deferred() {
    return ToolAnswer.deferred(
        ScratchpadWriter.DEVIATION,
        "the server does not offer this kind of write yet; nothing was kept, do not repeat it");
  }
}
