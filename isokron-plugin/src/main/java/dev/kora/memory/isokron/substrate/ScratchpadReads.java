package dev.kora.memory.isokron.substrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads of the agents' scratchpad; each is one transaction, with what is superseded filled in and,
 * but for {@link #byId}, left out. Safe for all threads.
 */
public final class ScratchpadReads {
  /** Most rows of one search; the search function gives no more either. */
  public static final int MAX_HITS = 200;

  private static final int QUERY_LENGTH = 4_000;

  private final Substrate substrate;
  private final String actorKind;
  private final SearchFunction function;

  /** Makes the reads; {@code actorKind} is that of the agent whose entries are "own". */
  public ScratchpadReads(Substrate substrate, String actorKind) {
    this.substrate = substrate;
    this.actorKind = actorKind;
    this.function = new SearchFunction(substrate);
  }

  /** What "own" entries have as their actor's kind. */
  public String actorKind() {
    return actorKind;
  }

  /**
   * One entry of the workspace, whatever its age and status: an own one, or another agent's that is
   * open to others.
   */
  public Optional<ScratchpadRow> byId(String workspace, UUID id) throws SubstrateException {
    return substrate.read(
        workspace,
        connection ->
            rows(connection, workspace, ScratchpadSql.BY_ID, workspace, id, actorKind)
                .rows()
                .stream()
                .findFirst());
  }

  /** Own active entries, newest first. */
  public List<ScratchpadRow> newestOwn(String workspace, int limit) throws SubstrateException {
    return newest(workspace, ScratchpadSql.NEWEST_OWN, limit);
  }

  /** Active entries of other agents that are open to this one, newest first. */
  public List<ScratchpadRow> newestOthers(String workspace, int limit) throws SubstrateException {
    return newest(workspace, ScratchpadSql.NEWEST_OTHERS, limit);
  }

  // Twice as many, for some that are superseded and do not have the status yet.
  private List<ScratchpadRow> newest(String workspace, String sql, int limit)
      throws SubstrateException {
    List<ScratchpadRow> rows =
        substrate
            .read(workspace, c -> rows(c, workspace, sql, workspace, actorKind, 2 * limit))
            .rows();
    return active(rows).stream().limit(limit).toList();
  }

  /**
   * Active entries that have any word of a text, best first: by the substrate's search function;
   * none, and bounded, where there is no function. Bounded also where the function may have left
   * some out: it looks at some only of the entries that have a frequent word, and the scope is
   * applied to its best {@link #MAX_HITS}.
   */
  public Hits byFunction(String workspace, String text, ScratchpadScope scope)
      throws SubstrateException {
    if (function.isThere(workspace)) {
      String query = cut(text);
      try {
        return found(
            workspace,
            ScratchpadSql.BY_FUNCTION,
            List.of(query, query, workspace, workspace, workspace),
            scope,
            List.of());
      } catch (SubstrateException e) {
        if (!function.isGone(e)) {
          throw e;
        }
      }
    }
    return new Hits(List.of(), true);
  }

  /** Active entries that have any word of a text, best first; among the newest only. */
  public Hits searchNewest(String workspace, String text, int limit, ScratchpadScope scope)
      throws SubstrateException {
    String query = cut(text);
    return found(
        workspace,
        ScratchpadSql.BY_WORDS,
        List.of(workspace, workspace),
        scope,
        List.of(query, query, limit));
  }

  /** Active entries that contain a text as it stands, newest first; among the newest only. */
  public Hits containing(String workspace, String text, int limit, ScratchpadScope scope)
      throws SubstrateException {
    return found(
        workspace,
        ScratchpadSql.CONTAINING,
        List.of(workspace, workspace),
        scope,
        List.of(cut(text), limit));
  }

  /** Active entries, newest first; among the newest only. */
  public Hits newest(String workspace, int limit, ScratchpadScope scope) throws SubstrateException {
    return found(
        workspace, ScratchpadSql.NEWEST, List.of(workspace, workspace), scope, List.of(limit));
  }

  private static String cut(String text) {
    return text.length() > QUERY_LENGTH ? text.substring(0, QUERY_LENGTH) : text;
  }

  private Hits found(
      String workspace, String sql, List<Object> first, ScratchpadScope scope, List<Object> last)
      throws SubstrateException {
    List<Object> parameters = new ArrayList<>(first);
    parameters.addAll(
        Arrays.asList(
            actorKind,
            scope.others(),
            scope.beginning(),
            scope.beginning(),
            scope.notBeginning(),
            scope.notBeginning()));
    parameters.addAll(last);
    Hits hits = substrate.read(workspace, c -> rows(c, workspace, sql, parameters.toArray()));
    return new Hits(active(hits.rows()), hits.bounded());
  }

  private static List<ScratchpadRow> active(List<ScratchpadRow> rows) {
    return rows.stream().filter(ScratchpadRow::isActive).toList();
  }

  private static Hits rows(
      Connection connection, String workspace, String sql, Object... parameters)
      throws SQLException {
    List<ScratchpadRow> rows = new ArrayList<>();
    boolean bounded = false;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        boolean saysMore = row.getMetaData().getColumnCount() > 10;
        while (row.next()) {
          if (row.getObject(1) != null) {
            rows.add(entry(row));
          }
          bounded = saysMore && row.getBoolean(11);
        }
      }
    }
    return new Hits(Supersessions.applied(connection, workspace, rows), bounded);
  }

  private static ScratchpadRow entry(ResultSet row) throws SQLException {
    return new ScratchpadRow(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getObject(10, OffsetDateTime.class).toInstant(),
        null,
        null);
  }
}
