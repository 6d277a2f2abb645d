package dev.kora.memory.isokron.substrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which entries were replaced by which, as the events of the workspace's own agent say. Such an
 * event counts for that agent's entries only; of several on one entry the first counts. Bodies are
 * never looked at: anyone can write those.
 */
final class Supersessions {
  private static final String AGENT = "kora";
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  // The type stands here as it is: only so the planner finds the index that holds these events.
  private static final String CLAIMS =
      """
      SELECT lower(e.payload->>'superseded_entry_id'), lower(e.payload->>'new_entry_id')
        FROM hivex_foundation.event_log e
        JOIN public.actor_registry a ON a.actor_id = e.actor_id
       WHERE e.tenant_id =
               (SELECT t.tenant_id FROM hivex_foundation.tenant t WHERE t.clerk_org_id = ?)
         AND e.event_type = 'kora.node.superseded' AND a.actor_kind = ?
         AND (lower(e.payload->>'superseded_entry_id') = ANY(?)
              OR lower(e.payload->>'new_entry_id') = ANY(?))
       ORDER BY e.occurred_at, e.event_id
      """;
  private static final String AGENTS_OWN =
      """
      SELECT s.scratchpad_entry_id::text
        FROM kronicle.agent_scratchpad_entries s
        JOIN public.actor_registry r ON r.actor_id = s.actor_id
       WHERE s.workspace_id = ? AND r.actor_kind = ? AND s.scratchpad_entry_id = ANY(?::uuid[])
      """;

  /** The first claim on each entry; the new one is empty where the event names none. */
  private final Map<String, String> replacedBy = new LinkedHashMap<>();

  private final Map<String, String> replaces = new HashMap<>();

  private Supersessions() {}

  /** Fills in what is known of some rows, in the transaction that they were read in. */
  static List<ScratchpadRow> applied(
      Connection connection, String workspace, List<ScratchpadRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return rows;
    }
    Supersessions known = new Supersessions();
    Set<String> ids = rows.stream().map(r -> r.id().toString()).collect(Collectors.toSet());
    Map<String, String> claimed = known.read(connection, workspace, ids);
    // Whether a row is what replaced another one depends on the claims on that other one.
    Set<String> others = new HashSet<>(claimed.values());
    others.removeAll(ids);
    if (!others.isEmpty()) {
      known.read(connection, workspace, others);
      others.removeAll(agentsOwn(connection, workspace, others));
      known.replacedBy.keySet().removeAll(others);
    }
    rows.stream()
        .filter(row -> !row.actorKind().equals(AGENT))
        .forEach(row -> known.replacedBy.remove(row.id().toString()));
    known.replacedBy.forEach((old, fresh) -> known.replaces.putIfAbsent(fresh, old));
    return rows.stream().map(known::applied).toList();
  }

  /** Takes the claims on and by some entries; returns those by them, new to old. */
  private Map<String, String> read(Connection connection, String workspace, Set<String> ids)
      throws SQLException {
    Map<String, String> by = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(CLAIMS)) {
      query.setString(1, workspace);
      query.setString(2, AGENT);
      query.setArray(3, connection.createArrayOf("text", ids.toArray()));
      query.setArray(4, connection.createArrayOf("text", ids.toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String old = row.getString(1);
          String fresh = row.getString(2);
          if (old == null || old.equals(fresh)) {
            continue;
          }
          if (ids.contains(old)) {
            replacedBy.putIfAbsent(old, isId(fresh) ? fresh : "");
          }
          if (fresh != null && ids.contains(fresh) && isId(old)) {
            by.putIfAbsent(fresh, old);
          }
        }
      }
    }
    return by;
  }

  private static boolean isId(@Nullable String text) {
    return text != null && UUID_TEXT.matcher(text).matches();
  }

  private static Collection<String> agentsOwn(
      Connection connection, String workspace, Set<String> ids) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(AGENTS_OWN)) {
      query.setString(1, workspace);
      query.setString(2, AGENT);
      query.setArray(3, connection.createArrayOf("text", ids.toArray()));
      List<String> own = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          own.add(row.getString(1));
        }
      }
      return own;
    }
  }

  private ScratchpadRow applied(ScratchpadRow row) {
    String id = row.id().toString();
    String fresh = replacedBy.get(id);
    String old = replaces.get(id);
    if (!row.actorKind().equals(AGENT) || (fresh == null && old == null)) {
      return row;
    }
    return row.with(
        fresh != null && row.status().equals("active") ? "superseded" : row.status(),
        fresh == null || fresh.isEmpty() ? null : fresh,
        old);
  }
}
