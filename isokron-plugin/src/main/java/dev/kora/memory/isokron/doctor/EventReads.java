package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One event, read back. Every text is bounded: what is in the table may be anything. */
final class EventReads {
  private static final String EVENT =
      """
      SELECT left(e.event_type, 200), left(e.payload::text, 4000), left(t.clerk_org_id, 200),
             left(a.actor_kind, 200)
        FROM hivex_foundation.event_log e
        JOIN hivex_foundation.tenant t ON t.tenant_id = e.tenant_id
        LEFT JOIN public.actor_registry a ON a.actor_id = e.actor_id
       WHERE e.event_id = ?
      """;

  private static final String CHAINED =
      """
      SELECT e.seq, e.event_key, e.actor_id, left(e.actor_kind, 200), left(e.event_type, 200),
             e.occurred_us, e.emitted_us, encode(substring(e.payload_c14n FROM 1 FOR 65536), 'hex'),
             encode(e.payload_sha256, 'hex'), encode(e.prev_event_hash, 'hex'),
             encode(e.this_event_hash, 'hex'), e.hash_version,
             (SELECT encode(p.this_event_hash, 'hex') FROM hivex_foundation.event_log p
               WHERE p.tenant_id = e.tenant_id AND p.seq = e.seq - 1)
        FROM hivex_foundation.event_log e
       WHERE e.event_id = ?
      """;

  /** The class of what a query asks for and there is not, or may not be read. */
  private static final String NOT_FOR_US = "42";

  private final Substrate substrate;

  EventReads(Substrate substrate) {
    this.substrate = substrate;
  }

  /**
   * An event as every substrate has it.
   *
   * @param payload JSON text; of a long one the first 4,000 characters
   * @param actorKind null when its actor cannot be seen
   */
  record Event(String type, String payload, String workspace, @Nullable String actorKind) {}

  Optional<Event> event(String workspace, UUID id) throws SubstrateException {
    return substrate.read(
        workspace,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(EVENT)) {
            query.setObject(1, id);
            try (ResultSet row = query.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new Event(text(row, 1), text(row, 2), text(row, 3), row.getString(4)))
                  : Optional.empty();
            }
          }
        });
  }

  /**
   * Whether a read failed for a column, a type, a function or a right that Sea's own substrate has:
   * another one may keep its events in other ways, and nothing is wrong with it then.
   */
  static boolean isForeign(SubstrateException e) {
    return e.getCause() instanceof SQLException sql
        && String.valueOf(sql.getSQLState()).startsWith(NOT_FOR_US);
  }

  /** The event with what its hash is made of. */
  Optional<ChainedEvent> chained(String workspace, UUID id) throws SubstrateException {
    return substrate.read(
        workspace,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(CHAINED)) {
            query.setObject(1, id);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? Optional.of(chained(id, row)) : Optional.empty();
            }
          }
        });
  }

  private static ChainedEvent chained(UUID id, ResultSet row) throws SQLException {
    return new ChainedEvent(
        row.getLong(1),
        id,
        row.getObject(2, UUID.class),
        row.getObject(3, UUID.class),
        text(row, 4),
        text(row, 5),
        row.getLong(6),
        row.getLong(7),
        text(row, 8),
        text(row, 9),
        text(row, 10),
        text(row, 11),
        row.getInt(12),
        row.getString(13));
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
