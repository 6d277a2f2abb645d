package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.chain.ChainRow;
import dev.kora.memory.sea.store.Connections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A chain in the database, streamed by a cursor within the caller's transaction. */
final class DatabaseChain implements ChainSource {
  /** Together with {@link #SMALL} it bounds what one fetch takes: 2 × 8 KiB × 1,000. */
  private static final int FETCH = 1000;

  /** Bytes; a larger payload is fetched for itself. */
  private static final int SMALL = 8192;

  /** {@code OFFSET 0} keeps Postgres from printing each payload twice. */
  private static final String ROWS =
      """
      SELECT seq, event_id, event_key, actor_id, actor_kind, event_type, occurred_us, occurred_at,
        emitted_us, payload_sha256, prev_event_hash, this_event_hash, hash_version,
        CASE WHEN small THEN payload_text END, CASE WHEN small THEN payload_c14n END,
        CASE WHEN small THEN NULL ELSE place END
      FROM (SELECT *, octet_length(payload_c14n) <= %1$d AND octet_length(payload_text) <= %1$d AS small
        FROM (SELECT *, payload::text AS payload_text, ctid::text AS place
          FROM hivex_foundation.event_log WHERE tenant_id = ? ORDER BY seq OFFSET 0) printed) sized
      ORDER BY seq"""
          .formatted(SMALL);

  private static final String LARGE =
      "SELECT payload::text, payload_c14n FROM hivex_foundation.event_log WHERE ctid = ?::tid";
  private static final UUID NO_UUID = new UUID(0, 0);

  private final String workspaceId;
  private final @Nullable ChainHead head;
  private final PreparedStatement statement;
  private final PreparedStatement large;
  private final ResultSet row;

  DatabaseChain(Connection connection, UUID tenant, String workspaceId, @Nullable ChainHead head)
      throws SQLException {
    this.workspaceId = workspaceId;
    this.head = head;
    large = connection.prepareStatement(LARGE);
    statement = connection.prepareStatement(ROWS);
    statement.setFetchSize(FETCH);
    statement.setObject(1, tenant);
    row = statement.executeQuery();
  }

  @Override
  public String workspaceId() {
    return workspaceId;
  }

  @Override
  public @Nullable ChainHead head() {
    return head;
  }

  @Override
  public @Nullable ChainRow next() {
    try {
      if (!row.next()) {
        return null;
      }
      String place = row.getString(16);
      if (place == null) {
        return read(row.getString(14), row.getBytes(15));
      }
      large.setString(1, place);
      try (ResultSet payload = large.executeQuery()) {
        payload.next();
        return read(payload.getString(1), payload.getBytes(2));
      }
    } catch (SQLException e) {
      throw new SeaException("could not read the chain (" + Connections.firstLine(e) + ")", e);
    } catch (OutOfMemoryError e) {
      throw new SeaException("a row is too large for this JVM's memory: give it more by -Xmx", e);
    }
  }

  /** A null, which no row has unless a constraint was dropped, becomes a value that cannot hold. */
  private ChainRow read(@Nullable String payloadText, byte @Nullable [] payloadC14n)
      throws SQLException {
    return new ChainRow(
        row.getLong(1),
        uuid(2),
        uuid(3),
        uuid(4),
        text(row.getString(5)),
        text(row.getString(6)),
        row.getLong(7),
        micros(row.getObject(8, OffsetDateTime.class)),
        row.getLong(9),
        text(payloadText),
        bytes(payloadC14n),
        bytes(row.getBytes(10)),
        bytes(row.getBytes(11)),
        bytes(row.getBytes(12)),
        row.getInt(13));
  }

  /** An infinite or missing time becomes one that no event has. */
  private static long micros(@Nullable OffsetDateTime time) {
    return time == null || time.equals(OffsetDateTime.MAX) || time.equals(OffsetDateTime.MIN)
        ? Long.MIN_VALUE
        : time.toEpochSecond() * 1_000_000 + time.getNano() / 1000;
  }

  private UUID uuid(int column) throws SQLException {
    UUID value = row.getObject(column, UUID.class);
    return value == null ? NO_UUID : value;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static byte[] bytes(byte @Nullable [] value) {
    return value == null ? new byte[0] : value;
  }

  @Override
  public void close() {
    try (statement;
        large) {
      row.close();
    } catch (SQLException e) {
      throw new SeaException("could not read the chain (" + Connections.firstLine(e) + ")", e);
    }
  }
}
