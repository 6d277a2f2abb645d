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
    return pending.repeated(workspace, draft).map(NodeWrites::answer);
  }

  private static ObjectNode answer(PendingNodes.State repeated) {
    return repeated instanceof PendingNodes.State.Delivered delivered
        ? ToolAnswer.ok().put(SeaWrite.ENTRY.idField, delivered.entryId())
        : ToolAnswer.pending(((PendingNodes.State.Waiting) repeated).key());
  }

  /**
   * Writes and answers with the id, or with the key if that takes longer; or as for the same node
   * that was asked for before.
   */
  ObjectNode write(
      String workspace,
      PendingNodes.Draft draft,
      SeaWrite write,
      String origin,
      @Nullable FollowUp followUp,
      Watcher watcher,
      Deadline deadline) {
    OutboxRecord message = writer.entry(workspace, write, draft, origin, followUp);
    // From now on the same node is a repeated one, whoever else asks for it.
    Optional<PendingNodes.State> repeated = pending.reserve(workspace, waiting(message, draft));
    if (repeated.isPresent()) {
      watcher.settled(new Fate.GivenUp("it is written already", false));
      return answer(repeated.get());
    }
    if (awaited.isMissing(write, deadline)) {
      giveUp(message, new Fate.GivenUp("the server does not offer it", true), watcher);
      return AwaitedWrites.deferred(write);
    }
    Offer offer = writer.offerAwaited(message);
    if (offer instanceof Offer.Refused refused) {
      giveUp(message, new Fate.GivenUp(refused.reason(), false), watcher);
      return ToolAnswer.error(refused.reason());
    }
    UnderWay node = underWay(message, (Offer.Accepted) offer, watcher);
    Optional<Fate> fate = await(workspace, node, deadline);
    return AwaitedWrites.answer(write, node.key(), fate);
  }

  private void giveUp(OutboxRecord message, Fate.GivenUp fate, Watcher watcher) {
    pending.givenUp(message.workspace(), message.key(), fate.reason());
    watcher.settled(fate);
  }

  /** The node that a record carries. */
  static PendingNodes.State.Waiting waiting(OutboxRecord message, PendingNodes.Draft draft) {
    Instant at = Instant.EPOCH.plus(message.happenedAtMicros(), ChronoUnit.MICROS);
    return new PendingNodes.State.Waiting(message.key(), draft, at);
  }

  /** Follows what becomes of an accepted node that is kept in mind. */
  UnderWay underWay(OutboxRecord message, Offer.Accepted accepted, Watcher watcher) {
    String workspace = message.workspace();
    UUID key = message.key();
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

  /** The fate, if it is known in time; others may have been told the key, so it stays good. */
  Optional<Fate> await(String workspace, UnderWay node, Deadline deadline) {
    Optional<Fate> fate = awaited.await(workspace, node.key(), node.done(), deadline);
    if (fate.isPresent()) {
      pending.known(workspace, node.key());
    }
    return fate;
  }
}
