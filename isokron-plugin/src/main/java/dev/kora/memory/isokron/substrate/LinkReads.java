package dev.kora.memory.isokron.substrate;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads of the edges of a workspace's graph. Safe for all threads. */
public final class LinkReads {
  /** Most steps of one walk; what lies behind them is not looked at. */
  public static final int MAX_STEPS = 10_000;

  /** Which ends of edges a walk leaves by. */
  public enum Direction {
    OUTGOING,
    INCOMING,
    BOTH
  }

  private static final String LINK =
      """
      SELECT l.link_id, l.from_entity_kind, l.from_entity_id, l.to_entity_kind, l.to_entity_id,
             l.link_type, l.link_weight, l.validity_state, l.created_at, l.chain_event_id
        FROM public.relationlink l
       WHERE l.workspace_id = ?
      """;
  private static final String OF_NODE =
      LINK
          + " AND (l.from_entity_id = ? OR l.to_entity_id = ?) AND l.validity_state <> 'tombstoned'"
          + " ORDER BY l.created_at DESC, l.link_id DESC LIMIT ?";
  private static final String ACTIVE_EDGE =
      LINK
          + " AND l.from_entity_id = ? AND l.to_entity_id = ? AND l.link_type = ?"
          + " AND l.validity_state = 'active' LIMIT 1";

  private static final String OUT =
      """
      SELECT l.to_entity_id AS id, l.to_entity_kind AS kind, l.link_type AS via
        FROM public.relationlink l
       WHERE l.workspace_id = ? AND l.from_entity_id = w.id AND l.validity_state = 'active'
         AND l.link_type = ANY(?)
      """;
  private static final String IN =
      """
      SELECT l.from_entity_id AS id, l.from_entity_kind AS kind, l.link_type AS via
        FROM public.relationlink l
       WHERE l.workspace_id = ? AND l.to_entity_id = w.id AND l.validity_state = 'active'
         AND l.link_type = ANY(?)
      """;
  private static final String WALK_OUT = walk(OUT);
  private static final String WALK_IN = walk(IN);
  private static final String WALK_BOTH = walk(OUT + " UNION ALL " + IN);

  private final Substrate substrate;

  public LinkReads(Substrate substrate) {
    this.substrate = substrate;
  }

  // A set with a bounded depth ends on every cycle; paths would make each row another one, and a
  // graph of diamonds explode. Rows come breadth first and only as far as they are asked for, so
  // that the inner limit bounds the walk and still keeps the smallest depths.
  private static String walk(String neighbours) {
    return """
    WITH RECURSIVE walk(id, kind, via, depth) AS (
      SELECT ?::uuid, NULL::text, NULL::text, 0
      UNION
      SELECT n.id, n.kind, n.via, w.depth + 1
        FROM walk w CROSS JOIN LATERAL (%s) n
       WHERE w.depth < ? AND n.id <> ?
    )
    SELECT x.id, x.kind, x.via, x.depth, x.steps
      FROM (SELECT DISTINCT ON (b.id) b.id, b.kind, b.via, b.depth, count(*) OVER () AS steps
              FROM (SELECT * FROM walk WHERE depth > 0 LIMIT ?) b
             ORDER BY b.id, b.depth, b.via, b.kind) x
     ORDER BY x.depth, x.id
    """
        .formatted(neighbours);
  }

  /** The edges of an entity, newest first; without those that are tombstoned. */
  public List<LinkRow> ofNode(String workspace, UUID entity, int limit) throws SubstrateException {
    return links(workspace, OF_NODE, entity, entity, limit);
  }

  /** The active edge of a type from one entity to another. */
  public Optional<LinkRow> activeEdge(String workspace, UUID from, UUID to, String type)
      throws SubstrateException {
    return links(workspace, ACTIVE_EDGE, from, to, type).stream().findFirst();
  }

  /**
   * What a walk comes to.
   *
   * @param reached each entity once, nearest first; without the start
   * @param partial whether the walk ended before it had seen everything
   */
  public record Walk(List<Reached> reached, boolean partial) {}

  /** Walks over active edges of some types, at most so many edges far. */
  public Walk reachable(
      String workspace, UUID start, Set<String> types, Direction direction, int maxDepth)
      throws SubstrateException {
    String sql =
        switch (direction) {
          case OUTGOING -> WALK_OUT;
          case INCOMING -> WALK_IN;
          case BOTH -> WALK_BOTH;
        };
    return substrate.read(
        workspace,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            Array wanted = connection.createArrayOf("text", types.toArray());
            int at = 1;
            query.setObject(at++, start);
            for (int side = 0; side < (direction == Direction.BOTH ? 2 : 1); side++) {
              query.setString(at++, workspace);
              query.setArray(at++, wanted);
            }
            query.setInt(at++, maxDepth);
            query.setObject(at++, start);
            query.setInt(at, MAX_STEPS + 1);
            return walk(query);
          }
        });
  }

  private static Walk walk(PreparedStatement query) throws SQLException {
    List<Reached> reached = new ArrayList<>();
    long steps = 0;
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        reached.add(
            new Reached(
                row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getInt(4)));
        steps = row.getLong(5);
      }
    }
    return new Walk(List.copyOf(reached), steps > MAX_STEPS);
  }

  private List<LinkRow> links(String workspace, String sql, Object... parameters)
      throws SubstrateException {
    return substrate.read(workspace, connection -> links(connection, workspace, sql, parameters));
  }

  private static List<LinkRow> links(
      Connection connection, String workspace, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, workspace);
      for (int i = 0; i < parameters.length; i++) {
        query.setObject(i + 2, parameters[i]);
      }
      List<LinkRow> rows = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.add(link(row));
        }
      }
      return rows;
    }
  }

  private static LinkRow link(ResultSet row) throws SQLException {
    return new LinkRow(
        row.getObject(1, UUID.class),
        row.getString(2),
        row.getObject(3, UUID.class),
        row.getString(4),
        row.getObject(5, UUID.class),
        row.getString(6),
        row.getObject(7, Integer.class),
        row.getString(8),
        row.getObject(9, OffsetDateTime.class).toInstant(),
        row.getObject(10, UUID.class));
  }
}
