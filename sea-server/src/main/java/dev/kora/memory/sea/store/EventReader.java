package dev.kora.memory.sea.store;

import dev.kora.memory.sea.ChainEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Reads events of a chain. The connection is left out of auto-commit mode. */
public final class EventReader {
  private static final String EVENTS =
      "SELECT e.* FROM hivex_foundation.event_log e JOIN hivex_foundation.tenant t USING (tenant_id)"
          + " WHERE t.clerk_org_id = ? AND e.seq > ? ORDER BY e.seq ";

  private EventReader() {}

  /** The last events, oldest of them first. */
  public static List<ChainEvent> last(Connection connection, String workspaceId, int limit)
      throws SQLException {
    List<ChainEvent> events = read(connection, EVENTS + "DESC LIMIT ?", workspaceId, 0, limit);
    Collections.reverse(events);
    return events;
  }

  /** The first events after a number. */
  public static List<ChainEvent> after(
      Connection connection, String workspaceId, long seq, int limit) throws SQLException {
    return read(connection, EVENTS + "LIMIT ?", workspaceId, seq, limit);
  }

  private static List<ChainEvent> read(
      Connection connection, String sql, String workspaceId, long after, int limit)
      throws SQLException {
    connection.setAutoCommit(false);
    Workspaces.enter(connection, workspaceId);
    List<ChainEvent> events = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, workspaceId);
      statement.setLong(2, after);
      statement.setInt(3, limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          events.add(event(row));
        }
      }
    }
    connection.commit();
    return events;
  }

  private static ChainEvent event(ResultSet row) throws SQLException {
    return new ChainEvent(
        row.getLong("seq"),
        row.getObject("event_id", UUID.class),
        row.getString("event_type"),
        row.getString("actor_kind"),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        new String(row.getBytes("payload_c14n"), StandardCharsets.UTF_8),
        HexFormat.of().formatHex(row.getBytes("this_event_hash")));
  }
}
