package dev.kora.memory.sea.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.kora.memory.sea.store.WriteRefusedException.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;

/** Calls the database's write functions. Thread-safe; each call is one transaction. */
public final class EventStore implements AutoCloseable {
  private final HikariDataSource pool;

  private EventStore(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Opens a pool; the schema must be there. */
  public static EventStore open(Dsn admin) {
    return new EventStore(Connections.writers(admin));
  }

  /** Whether the database answers; waits for it like every other call. */
  public boolean answers() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Shows the pool's figures there. */
  public void measure(MeterRegistry registry) {
    pool.setMetricRegistry(registry);
  }

  /** Who this token stands for; empty if it is unknown, expired or revoked. */
  public Optional<Caller> resolve(TokenHash token) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM sea.resolve_token(?)")) {
      statement.setBytes(1, token.toBytes());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || row.getString("actor_kind") == null) {
          return Optional.empty();
        }
        TokenHash stored = TokenHash.ofBytes(row.getBytes("token_sha256"));
        return stored.equals(token)
            ? Optional.of(
                new Caller(
                    row.getString("workspace_id"),
                    row.getObject("actor_id", UUID.class),
                    row.getString("actor_kind"),
                    token))
            : Optional.empty();
      }
    }
  }

  /**
   * Appends an event, or returns the id of the one that this key appended before.
   *
   * @throws WriteRefusedException if the database refuses it
   * @throws SQLException if the database cannot be used
   */
  public UUID append(Caller caller, String eventType, byte[] canonicalPayload, WriteKey key)
      throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT sea.append_event(?, ?, ?, ?, ?, ?)")) {
      statement.setBytes(1, caller.tokenSha256().toBytes());
      statement.setString(2, caller.workspaceId());
      statement.setString(3, eventType);
      statement.setBytes(4, canonicalPayload);
      setKey(statement, 5, key);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getObject(1, UUID.class);
      }
    } catch (SQLException e) {
      throw refusedOr(e);
    }
  }

  /**
   * Writes a scratchpad entry with its event, or returns what this key wrote before.
   *
   * @throws WriteRefusedException if the database refuses it
   * @throws SQLException if the database cannot be used
   */
  public WrittenEntry write(Caller caller, ScratchpadEntry entry, WriteKey key)
      throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT * FROM sea.write_agent_scratchpad(?, ?, ?, ?, ?, ?, ?, ?)")) {
      statement.setBytes(1, caller.tokenSha256().toBytes());
      statement.setString(2, caller.workspaceId());
      statement.setString(3, entry.kind());
      statement.setString(4, entry.visibility());
      statement.setString(5, entry.content());
      statement.setString(6, entry.contentHash());
      setKey(statement, 7, key);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new WrittenEntry(
            row.getObject("scratchpad_entry_id", UUID.class),
            row.getObject("approved_event_id", UUID.class));
      }
    } catch (SQLException e) {
      throw refusedOr(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private static void setKey(PreparedStatement statement, int index, WriteKey key)
      throws SQLException {
    statement.setObject(index, key.key());
    Long emittedUs = key.emittedUs();
    if (emittedUs == null) {
      statement.setNull(index + 1, Types.BIGINT);
    } else {
      statement.setLong(index + 1, emittedUs);
    }
  }

  private static SQLException refusedOr(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    Reason reason =
        switch (state) {
          case "KS001" -> Reason.KEY_REUSED;
          case "KS002", "23514", "22P02", "22P05", "22021" -> Reason.VALUE;
          case "KS003" -> Reason.TOKEN;
          default -> null;
        };
    if (reason != null) {
      throw new WriteRefusedException(reason, Connections.firstLine(e), e);
    }
    return e;
  }
}
