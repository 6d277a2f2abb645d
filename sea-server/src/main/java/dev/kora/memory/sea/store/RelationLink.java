package dev.kora.memory.sea.store;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An edge of the graph to write.
 *
 * @param from where it starts
 * @param to where it ends
 * @param type one of the link types
 * @param evidenceBlockIds what it rests on; may be empty
 * @param rationaleBlockId the node that says why; null if there is none
 */
public record RelationLink(
    Entity from,
    Entity to,
    String type,
    List<UUID> evidenceBlockIds,
    @Nullable UUID rationaleBlockId) {

  /** Keeps a copy of the list. */
  public RelationLink {
    evidenceBlockIds = List.copyOf(evidenceBlockIds);
  }

  /**
   * An end of an edge; what it names need not be in the database.
   *
   * @param id its id
   * @param kind one of the node kinds
   */
  public record Entity(UUID id, String kind) {}
}
