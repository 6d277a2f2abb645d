package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.Offer.Fate;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes nodes over the outbox, and keeps them in mind until they are delivered. */
final class NodeWrites {
  private final ScratchpadWriter writer;
  private final AwaitedWrites awaited;
  private final PendingNodes pending;

  NodeWrites(ScratchpadWriter writer, AwaitedWrites awaited, PendingNodes pending) {
    this.writer = writer;
    this.awaited = awaited;
    this.pending = pending;
  }

  /** Hears what becomes of a write; nothing blocks in it. */
  interface Watcher {
    /** One that does nothing. */
    Watcher NONE = new Watcher() {};

    /** The outbox took it. */
    default void accepted(UUID key) {}

    /** What became of it, perhaps long after the answer. */
    default void settled(Fate fate) {}
  }

  /** A node that is in the outbox. */
  record UnderWay(UUID key, CompletableFuture<Fate> done) {}

  /** The answer to a call that asks for the same node again, if this is one. */
  Optional<ObjectNode> repeated(String workspace, PendingNodes.Draft draft) {
    return pending
        .repeated(workspace, draft)
        .map(
            state ->
                state instanceof PendingNodes.State.Delivered delivered
                    ? ToolAnswer.ok().put(SeaWrite.ENTRY.idField, delivered.entryId())
                    : ToolAnswer.pending(((PendingNodes.State.Waiting) state).key()));
  }

  /** Writes and answers with the id, or with the key if that takes longer. */
  ObjectNode write(
      String workspace,
      PendingNodes.Draft draft,
      SeaWrite write,
      String origin,
      @Nullable FollowUp followUp,
      Watcher watcher,
      Deadline deadline) {
    if (awaited.isMissing(write, deadline)) {
      watcher.settled(new Fate.GivenUp("the tool is missing", true));
      return AwaitedWrites.deferred(write);
    }
    OutboxRecord message = writer.entry(workspace, write, draft, origin, followUp);
    Offer offer = writer.offerAwaited(message);
    if (offer instanceof Offer.Refused refused) {
      watcher.settled(new Fate.GivenUp(refused.reason(), false));
      return ToolAnswer.error(refused.reason());
    }
    UnderWay node = underWay(message, draft, (Offer.Accepted) offer, watcher);
    Optional<Fate> fate = await(workspace, node, deadline);
    return AwaitedWrites.answer(write, node.key(), fate);
  }

  /** Keeps an accepted node in mind. */
  UnderWay underWay(
      OutboxRecord message, PendingNodes.Draft draft, Offer.Accepted accepted, Watcher watcher) {
    String workspace = message.workspace();
    UUID key = message.key();
    Instant at = Instant.EPOCH.plus(message.happenedAtMicros(), ChronoUnit.MICROS);
    pending.put(workspace, new PendingNodes.State.Waiting(key, draft, at));
    watcher.accepted(key);
    return new UnderWay(
        key,
        accepted
            .fate()
            .thenApply(
                fate -> {
                  if (fate instanceof Fate.Delivered delivered) {
                    pending.delivered(workspace, key, delivered.resultId());
                  } else if (fate instanceof Fate.GivenUp givenUp) {
                    pending.givenUp(workspace, key, givenUp.reason());
                  }
                  watcher.settled(fate);
                  return fate;
                }));
  }

  /** The fate, if it is known in time; then nobody is told the key. */
  Optional<Fate> await(String workspace, UnderWay node, Deadline deadline) {
    Optional<Fate> fate = awaited.await(workspace, node.key(), node.done(), deadline);
    if (fate.isPresent() && !(fate.get() instanceof Fate.Kept)) {
      pending.forget(workspace, node.key());
    }
    return fate;
  }
}
