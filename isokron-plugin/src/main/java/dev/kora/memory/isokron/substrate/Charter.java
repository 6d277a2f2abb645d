package dev.kora.memory.isokron.substrate;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A workspace's role charter whose text has the hash that stands beside it.
 *
 * @param version the charter's own, such as {@code 1.0}
 * @param identity who the agent is, in its words
 * @param can what it may do, one sentence each
 * @param cannot what it must not do, one sentence each
 * @param notInText the sections, by name, whose words the hashed text does not have: somebody
 *     changed one and not the other
 */
public record Charter(
    UUID id,
    int schemaVersion,
    String version,
    String identity,
    List<String> can,
    List<String> cannot,
    Instant createdAt,
    List<String> notInText) {

  /** Copies the lists. */
  public Charter {
    can = List.copyOf(can);
    cannot = List.copyOf(cannot);
    notInText = List.copyOf(notInText);
  }
}
