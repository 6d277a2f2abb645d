package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.store.EventReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest events of one workspace or all, and then what is appended. For one thread. */
public final class EventTail {
  private static final int AT_ONCE = 500;

  private final Connection connection;
  private final @Nullable String workspaceId;
  private final Map<String, Long> seen = new HashMap<>();

  /**
   * Nothing is read yet.
   *
   * @param connection one that may read the events; it is left out of auto-commit mode
   * @param workspaceId null for all
   */
  public EventTail(Connection connection, @Nullable String workspaceId) {
    this.connection = connection;
    this.workspaceId = workspaceId;
  }

  /** An event and whose it is. */
  public record Entry(String workspaceId, ChainEvent event) {}

  /**
   * The last events, the oldest of them first. Call it first, and once.
   *
   * @throws SeaException if the workspace is not there
   */
  public List<Entry> last(int limit) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    List<String> workspaces = workspaces();
    if (workspaces.isEmpty() && workspaceId != null) {
      throw new SeaException("there is no workspace \"" + workspaceId + "\"");
    }
    for (String workspace : workspaces) {
      seen.put(workspace, 0L);
      take(workspace, EventReader.last(connection, workspace, limit), entries);
    }
    entries.sort(Comparator.comparing(entry -> entry.event().occurredAt()));
    return entries.subList(Math.max(0, entries.size() - limit), entries.size());
  }

  /** What was appended since, a bounded number per workspace; empty if there is nothing new. */
  public List<Entry> next() throws SQLException {
    List<Entry> entries = new ArrayList<>();
    for (String workspace : workspaces()) {
      long after = seen.getOrDefault(workspace, 0L);
      take(workspace, EventReader.after(connection, workspace, after, AT_ONCE), entries);
    }
    return entries;
  }

  private void take(String workspace, List<ChainEvent> events, List<Entry> entries) {
    for (ChainEvent event : events) {
      seen.merge(workspace, event.seq(), Math::max);
      entries.add(new Entry(workspace, event));
    }
  }

  private List<String> workspaces() throws SQLException {
    String sql =
        "SELECT clerk_org_id FROM hivex_foundation.tenant"
            + " WHERE clerk_org_id = coalesce(?, clerk_org_id) ORDER BY 1";
    connection.setAutoCommit(false);
    List<String> ids = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, workspaceId);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(row.getString(1));
        }
      }
    }
    connection.commit();
    return ids;
  }
}
