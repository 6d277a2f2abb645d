package dev.kora.memory.sea.store;

import dev.kora.memory.sea.ChainEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Reads the last events of a chain. */
public final class EventReader {
  private EventReader() {}

  /** The last events, oldest of them first. */
  public static List<ChainEvent> last(Connection connection, String workspaceId, int limit)
      throws SQLException {
    String sql =
        "SELECT e.* FROM hivex_foundation.event_log e JOIN hivex_foundation.tenant t USING (tenant_id)"
            + " WHERE t.clerk_org_id = ? ORDER BY e.seq DESC LIMIT ?";
    connection.setAutoCommit(false);
    Workspaces.enter(connection, workspaceId);
    List<ChainEvent> events = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, workspaceId);
      statement.setInt(2, limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          events.add(
              0,
              new ChainEvent(
                  row.getLong("seq"),
                  row.getObject("event_id", UUID.class),
                  row.getString("event_type"),
                  row.getString("actor_kind"),
                  row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                  new String(row.getBytes("payload_c14n"), StandardCharsets.UTF_8),
                  HexFormat.of().formatHex(row.getBytes("this_event_hash"))));
        }
      }
    }
    connection.commit();
    return events;
  }
}
