package dev.kora.memory.isokron.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that this process has put into the outbox, by workspace and key: readable and searchable
 * until they are delivered; after that the key leads to the entry. Bounded. Safe for all threads.
 */
final class PendingNodes {
  private static final int MAX_NODES = 10_000;
  private static final long REPEATABLE_NANOS = Duration.ofMinutes(10).toNanos();

  /**
   * What is to be written.
   *
   * @param supersedes the entry that it replaces, or null
   */
  record Draft(
      StoredText.Node node,
      String scratchpadKind,
      String visibility,
      @Nullable String supersedes) {}

  /** What became of a node so far. */
  sealed interface State {
    /** In the outbox. */
    record Waiting(UUID key, Draft draft, Instant createdAt) implements State {}

    /**
     * In the substrate.
     *
     * @param draft what was asked for, until the model knows or the entry is superseded; then null
     * @param atNanos when it was delivered
     */
    record Delivered(String entryId, @Nullable Draft draft, long atNanos) implements State {
      Delivered known() {
        return new Delivered(entryId, null, atNanos);
      }
    }

    /** Not kept. */
    record GivenUp(String reason) implements State {}
  }

  private record NodeKey(String workspace, UUID key) {}

  private final Map<NodeKey, State> states = new LinkedHashMap<>();
  private final LongSupplier nanoTime;

  PendingNodes() {
    this(System::nanoTime);
  }

  PendingNodes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Keeps a node in mind that is about to be written, unless it is {@link #repeated}. */
  synchronized Optional<State> reserve(String workspace, State.Waiting node) {
    Optional<State> repeated = repeated(workspace, node.draft());
    if (repeated.isEmpty()) {
      put(workspace, node);
    }
    return repeated;
  }

  /** Keeps a node in mind. */
  synchronized void put(String workspace, State.Waiting node) {
    if (states.size() >= MAX_NODES) {
      removeOldest();
    }
    states.put(new NodeKey(workspace, node.key()), node);
  }

  // One that is delivered is found by its entry's id anyway.
  private void removeOldest() {
    for (Iterator<State> all = states.values().iterator(); all.hasNext(); ) {
      if (!(all.next() instanceof State.Waiting)) {
        all.remove();
        return;
      }
    }
    states.remove(states.keySet().iterator().next());
  }

  synchronized void delivered(String workspace, UUID key, String entryId) {
    states.computeIfPresent(
        new NodeKey(workspace, key),
        (k, state) ->
            new State.Delivered(
                entryId,
                state instanceof State.Waiting waiting ? waiting.draft() : null,
                nanoTime.getAsLong()));
  }

  synchronized void givenUp(String workspace, UUID key, String reason) {
    states.computeIfPresent(new NodeKey(workspace, key), (k, state) -> new State.GivenUp(reason));
  }

  /** The model was told what the delivered node became: to ask for the same again means it. */
  synchronized void known(String workspace, UUID key) {
    states.computeIfPresent(
        new NodeKey(workspace, key),
        (k, state) -> state instanceof State.Delivered delivered ? delivered.known() : state);
  }

  /** An entry is superseded: to ask for the same again means another one. */
  synchronized void superseded(String workspace, String entryId) {
    states.replaceAll(
        (key, state) ->
            key.workspace().equals(workspace)
                    && state instanceof State.Delivered delivered
                    && delivered.entryId().equals(entryId)
                ? delivered.known()
                : state);
  }

  /** What is known of a key. */
  synchronized Optional<State> state(String workspace, UUID key) {
    return Optional.ofNullable(states.get(new NodeKey(workspace, key)));
  }

  /** The nodes that wait, newest first. */
  synchronized List<State.Waiting> waiting(String workspace) {
    List<State.Waiting> nodes = new ArrayList<>();
    states.forEach(
        (key, state) -> {
          if (key.workspace().equals(workspace) && state instanceof State.Waiting waiting) {
            nodes.add(waiting);
          }
        });
    Collections.reverse(nodes);
    return nodes;
  }

  /**
   * The same node that was asked for before: as it waits, or as it was delivered since the model
   * was told that it waits. The latter only once, since the model knows then, and for a while.
   */
  synchronized Optional<State> repeated(String workspace, Draft draft) {
    for (Map.Entry<NodeKey, State> entry : states.entrySet()) {
      if (!entry.getKey().workspace().equals(workspace)) {
        continue;
      }
      if (entry.getValue() instanceof State.Waiting waiting && waiting.draft().equals(draft)) {
        return Optional.of(waiting);
      }
      if (entry.getValue() instanceof State.Delivered delivered
          && draft.equals(delivered.draft())
          && nanoTime.getAsLong() - delivered.atNanos() < REPEATABLE_NANOS) {
        entry.setValue(delivered.known());
        return Optional.of(delivered);
      }
    }
    return Optional.empty();
  }

  /** The entry that an id stands for: itself, unless it is the key of a delivered node. */
  UUID entry(String workspace, UUID id) {
    return state(workspace, id).orElse(null) instanceof State.Delivered delivered
        ? UUID.fromString(delivered.entryId())
        : id;
  }

  /** Why an id cannot be used as an entry's, if it is the key of a node that is no entry. */
  Optional<String> notAnEntry(String workspace, UUID id) {
    State state = state(workspace, id).orElse(null);
    if (state instanceof State.Waiting) {
      return Optional.of("node " + id + " is not delivered yet; try again once it is");
    }
    return state instanceof State.GivenUp givenUp
        ? Optional.of("node " + id + " was not kept: " + givenUp.reason())
        : Optional.empty();
  }
}
