package dev.kora.memory.isokron.substrate;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads of the event log. */
public final class ChainReads {
  // One constant tenant and not a join, and the pattern as a literal: so the substrate's index of
  // kora events gives the rows in their order.
  private static final String RECENT =
      """
      SELECT e.event_id, e.event_type, e.occurred_at, left(e.payload::text, 4000)
        FROM hivex_foundation.event_log e
       WHERE e.tenant_id = (SELECT t.tenant_id FROM hivex_foundation.tenant t
                             WHERE t.clerk_org_id = ?)
         AND e.event_type LIKE 'kora.%'
       ORDER BY e.occurred_at DESC, e.event_id DESC
       LIMIT ?
      """;

  private final Substrate substrate;

  public ChainReads(Substrate substrate) {
    this.substrate = substrate;
  }

  /** The newest {@code kora.*} events of a workspace, newest first. */
  public List<ChainRow> recent(String workspace, int limit) throws SubstrateException {
    return substrate.read(
        workspace,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(RECENT)) {
            query.setString(1, workspace);
            query.setInt(2, limit);
            List<ChainRow> rows = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                String payload = row.getString(4);
                rows.add(
                    new ChainRow(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        payload == null ? "" : payload));
              }
            }
            return rows;
          }
        });
  }
}
