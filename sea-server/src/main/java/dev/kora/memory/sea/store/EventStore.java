package dev.kora.memory.sea.store;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
      throw Refusals.refusedOr(e);
    }
  }

  /**
   * Writes a scratchpad entry with its event, or returns what this key wrote before.
   *
   * @throws WriteRefusedException if the database refuses it
   * @throws RateLimitedException if the actor wrote too often
   * @throws SQLException if the database cannot be used
   */
  public WrittenEntry write(Caller caller, ScratchpadEntry entry, WriteKey key)
      throws SQLException {
    return writeEntry(
        "SELECT * FROM sea.write_agent_scratchpad(?, ?, ?, ?, ?, ?, ?, ?)",
        List.of(),
        caller,
        entry,
        key);
  }

  /**
   * Writes an entry that takes another one's place, and marks that one as superseded, or returns
   * what this key wrote before.
   *
   * @throws WriteRefusedException if the database refuses it
   * @throws RateLimitedException if the actor wrote too often
   * @throws SQLException if the database cannot be used
   */
  public WrittenEntry supersede(
      Caller caller, UUID supersededEntryId, ScratchpadEntry entry, WriteKey key)
      throws SQLException {
    return writeEntry(
        "SELECT * FROM sea.supersede_agent_scratchpad(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        List.of(supersededEntryId),
        caller,
        entry,
        key);
  }

  /**
   * Writes an edge with its event, or returns the id of the one that this key wrote before.
   *
   * @throws WriteRefusedException if the database refuses it
   * @throws SQLException if the database cannot be used
   */
  public UUID link(Caller caller, RelationLink link, WriteKey key) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT sea.create_relationlink(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      statement.setBytes(1, caller.tokenSha256().toBytes());
      statement.setString(2, caller.workspaceId());
      statement.setObject(3, link.from().id());
      statement.setString(4, link.from().kind());
      statement.setObject(5, link.to().id());
      statement.setString(6, link.to().kind());
      statement.setString(7, link.type());
      statement.setArray(8, connection.createArrayOf("uuid", link.evidenceBlockIds().toArray()));
      statement.setObject(9, link.rationaleBlockId(), Types.OTHER);
      setKey(statement, 10, key);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getObject(1, UUID.class);
      }
    } catch (SQLException e) {
      throw Refusals.refusedOr(e);
    }
  }

  /**
   * Every capability there is, by name, and whether the caller has it.
   *
   * @throws WriteRefusedException if the token is no longer valid
   * @throws SQLException if the database cannot be used
   */
  public SortedMap<String, Boolean> capabilities(Caller caller) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM sea.read_capability_row(?)")) {
      statement.setBytes(1, caller.tokenSha256().toBytes());
      SortedMap<String, Boolean> matrix = new TreeMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          matrix.put(row.getString("name"), row.getBoolean("granted"));
        }
      }
      return matrix;
    } catch (SQLException e) {
      throw Refusals.refusedOr(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private WrittenEntry writeEntry(
      String sql, List<UUID> superseded, Caller caller, ScratchpadEntry entry, WriteKey key)
      throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 0;
      statement.setBytes(++index, caller.tokenSha256().toBytes());
      statement.setString(++index, caller.workspaceId());
      for (UUID id : superseded) {
        statement.setObject(++index, id);
      }
      statement.setString(++index, entry.kind());
      statement.setString(++index, entry.visibility());
      statement.setString(++index, entry.content());
      statement.setString(++index, entry.contentHash());
      setKey(statement, ++index, key);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new WrittenEntry(
            row.getObject("scratchpad_entry_id", UUID.class),
            row.getObject("approved_event_id", UUID.class));
      }
    } catch (SQLException e) {
      throw Refusals.refusedOr(e);
    }
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
}
