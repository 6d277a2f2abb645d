package dev.kora.memory.isokron.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.mcp.transport.Deadline;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.isokron.outbox.Offer.Fate;
import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.substrate.LinkReads;
import dev.kora.memory.isokron.substrate.LinkRow;
import dev.kora.memory.isokron.substrate.SubstrateException;
import dev.kora.memory.isokron.substrate.TimedReads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** {@code iso_link_create}. */
final class LinkCreateTool implements GraphTool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "iso_link_create",
          "Connect two nodes by a typed link, read as \"from <link_type> to\": from depends_on to,"
              + " from caused_by to. Only one link of a type leads from one node to another."
              + " Answers with its link_id, or with \"pending\": true if that takes longer: do not"
              + " repeat the call then.",
          "cap_sea_link_authoring",
          true,
          List.of(
              Argument.uuid("from_entity_id", "The entry_id of the node where the link starts."),
              Argument.choice("from_entity_kind", Vocabulary.NODE_KINDS, "That node's kind."),
              Argument.uuid("to_entity_id", "The entry_id of the node where the link ends."),
              Argument.choice("to_entity_kind", Vocabulary.NODE_KINDS, "That node's kind."),
              Argument.choice("link_type", Vocabulary.LINK_TYPES, "What the link says."),
              Argument.text(
                      "rationale", 1000, "Why; kept as a node of its own that the link names.")
                  .optional()));

  /** What a rationale takes beside the link's own capability: it is a node. */
  private static final String WRITES_NODES = "cap_write_agent_scratchpad";

  private final NodeWrites nodes;
  private final AwaitedWrites awaited;
  private final PendingNodes pending;
  private final GraphParts parts;

  /** What is in the outbox, with the keys: the same asked for again makes no second one. */
  private final Map<LinkWriter.Edge, UUID> underWay = new ConcurrentHashMap<>();

  LinkCreateTool(NodeWrites nodes, AwaitedWrites awaited, PendingNodes pending, GraphParts parts) {
    this.nodes = nodes;
    this.awaited = awaited;
    this.pending = pending;
    this.parts = parts;
  }

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ObjectNode run(String workspace, ToolSpec.Checked.Fitting arguments, Deadline deadline) {
    String rationale = arguments.find("rationale");
    if (rationale != null && !parts.capabilities().current().isGranted(WRITES_NODES)) {
      return ToolAnswer.denied(WRITES_NODES);
    }
    UUID from = arguments.id("from_entity_id");
    UUID to = arguments.id("to_entity_id");
    Optional<String> problem =
        pending.notAnEntry(workspace, from).or(() -> pending.notAnEntry(workspace, to));
    if (problem.isPresent()) {
      return ToolAnswer.error(problem.get());
    }
    LinkWriter.Edge edge =
        new LinkWriter.Edge(
            workspace,
            pending.entry(workspace, from),
            arguments.text("from_entity_kind"),
            pending.entry(workspace, to),
            arguments.text("to_entity_kind"),
            arguments.text("link_type"));
    if (edge.from().equals(edge.to())) {
      return ToolAnswer.error("a link must not lead back to where it starts");
    }
    return rationale == null ? link(edge, deadline) : link(edge, rationale, deadline);
  }

  /**
   * Claims an edge before it is looked for: one that is delivered in between is seen. The answer is
   * what stands against it; then it is not claimed.
   */
  private Optional<ObjectNode> claim(
      LinkWriter.Edge edge, UUID key, List<SeaWrite> writes, Deadline deadline) {
    UUID other = underWay.putIfAbsent(edge, key);
    if (other != null) {
      return Optional.of(ToolAnswer.pending(other));
    }
    boolean claimed = false;
    try {
      Optional<ObjectNode> obstacle =
          duplicate(edge, deadline)
              .map(ToolAnswer::error)
              .or(
                  () ->
                      writes.stream()
                          .filter(write -> awaited.isMissing(write, deadline))
                          .findFirst()
                          .map(AwaitedWrites::deferred));
      claimed = obstacle.isEmpty();
      return obstacle;
    } finally {
      if (!claimed) {
        underWay.remove(edge, key);
      }
    }
  }

  private Optional<String> duplicate(LinkWriter.Edge edge, Deadline deadline) {
    LinkReads links = parts.links();
    TimedReads.Read<Optional<LinkRow>> read =
        () -> links.activeEdge(edge.workspace(), edge.from(), edge.to(), edge.type());
    try {
      Optional<LinkRow> active = parts.timed().by(deadline, read);
      return active.map(link -> "this link is there already, as " + link.id());
    } catch (SubstrateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode link(LinkWriter.Edge edge, Deadline deadline) {
    OutboxRecord message = parts.linkWriter().link(edge, SPEC.name());
    Optional<ObjectNode> obstacle = claim(edge, message.key(), List.of(SeaWrite.LINK), deadline);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    Offer offer = parts.outbox().offerAwaited(message);
    if (offer instanceof Offer.Refused refused) {
      underWay.remove(edge);
      return ToolAnswer.error(refused.reason());
    }
    CompletableFuture<Fate> done = settling(edge, ((Offer.Accepted) offer).fate());
    return AwaitedWrites.answer(
        SeaWrite.LINK,
        message.key(),
        awaited.await(edge.workspace(), message.key(), done, deadline));
  }

  // The rationale's node carries the link as its follow-up: never a link without its reason, nor a
  // reason without its link, however the process dies.
  private ObjectNode link(LinkWriter.Edge edge, String rationale, Deadline deadline) {
    FollowUp link = parts.linkWriter().after(edge);
    Optional<ObjectNode> obstacle =
        claim(edge, link.key(), List.of(SeaWrite.LINK, SeaWrite.ENTRY), deadline);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    PendingNodes.Draft draft =
        new PendingNodes.Draft(
            new StoredText.Node(Vocabulary.KRONICLE_BLOCK, edge.type() + " rationale", rationale),
            Vocabulary.REASONING_TRAIL,
            Vocabulary.PRIVATE,
            null);
    OutboxRecord message =
        parts.writer().entry(edge.workspace(), SeaWrite.ENTRY, draft, SPEC.name(), link);
    CompletableFuture<Fate> linked = settling(edge, parts.followUps().watch(link.key()));
    Offer offer = parts.writer().offerAwaited(message);
    if (offer instanceof Offer.Refused refused) {
      parts.followUps().settle(link.key(), new Fate.GivenUp(refused.reason(), false));
      return ToolAnswer.error(refused.reason());
    }
    pending.put(edge.workspace(), NodeWrites.waiting(message, draft));
    NodeWrites.UnderWay node =
        nodes.underWay(
            message,
            (Offer.Accepted) offer,
            new NodeWrites.Watcher() {
              @Override
              public void settled(Fate fate) {
                if (!(fate instanceof Fate.Delivered)) {
                  parts.followUps().settle(link.key(), fate);
                }
              }
            });
    Optional<Fate> first = nodes.await(edge.workspace(), node, deadline);
    if (!(first.orElse(null) instanceof Fate.Delivered)) {
      return AwaitedWrites.answer(SeaWrite.ENTRY, link.key(), first);
    }
    return AwaitedWrites.answer(SeaWrite.LINK, link.key(), AwaitedWrites.inTime(linked, deadline));
  }

  private CompletableFuture<Fate> settling(LinkWriter.Edge edge, CompletableFuture<Fate> fate) {
    return fate.whenComplete((known, failure) -> underWay.remove(edge));
  }
}
