package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.store.Workspaces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All chains of a database as of one moment, read only, while others go on writing. */
final class DatabaseSnapshot implements AutoCloseable {
  private final Connection connection;

  private DatabaseSnapshot(Connection connection) {
    this.connection = connection;
  }

  /**
   * Begins a transaction; closing ends it.
   *
   * @param connection the owner's, in auto-commit mode
   * @throws SeaException if rows may be hidden from this user
   */
  static DatabaseSnapshot of(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    DatabaseSnapshot snapshot = new DatabaseSnapshot(connection);
    try {
      snapshot.mustSeeEverything();
      return snapshot;
    } catch (SQLException | SeaException e) {
      try {
        snapshot.close();
      } catch (SQLException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  /** A chain's place in the database. */
  record Chain(UUID tenant, String workspaceId, @Nullable ChainHead head) {}

  /** One workspace's chain or all, by workspace; empty if there is none. */
  List<Chain> chains(@Nullable String workspaceId) throws SQLException {
    String sql =
        "SELECT t.tenant_id, t.clerk_org_id, h.seq, h.this_event_hash FROM hivex_foundation.tenant t"
            + " LEFT JOIN hivex_foundation.chain_head h USING (tenant_id)"
            + " WHERE t.clerk_org_id = coalesce(?, t.clerk_org_id) ORDER BY t.clerk_org_id";
    List<Chain> chains = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, workspaceId);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          byte[] hash = row.getBytes(4);
          chains.add(
              new Chain(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  hash == null ? null : new ChainHead(row.getLong(3), hash)));
        }
      }
    }
    return chains;
  }

  /** Its rows; to be closed before the next chain is opened. */
  ChainSource open(Chain chain) throws SQLException {
    Workspaces.enter(connection, chain.workspaceId());
    return new DatabaseChain(connection, chain.tenant(), chain.workspaceId(), chain.head());
  }

  /**
   * Chains whose workspace is gone; by its id nobody would look for them. An owner who is no
   * superuser sees their head rows only.
   */
  List<WorkspaceVerdict> withoutWorkspace() throws SQLException {
    String sql =
        "SELECT tenant_id, max(events) FROM"
            + " (SELECT tenant_id, count(*) AS events FROM hivex_foundation.event_log GROUP BY 1"
            + " UNION ALL SELECT tenant_id, seq FROM hivex_foundation.chain_head) chains"
            + " WHERE NOT EXISTS (SELECT FROM hivex_foundation.tenant t"
            + " WHERE t.tenant_id = chains.tenant_id) GROUP BY 1 ORDER BY 1";
    List<WorkspaceVerdict> verdicts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        verdicts.add(
            missing(
                "tenant " + row.getString(1),
                "there is no workspace to this chain of " + row.getLong(2) + " events"));
      }
    }
    return verdicts;
  }

  /** The verdict on a chain that cannot be read because it is not there. */
  static WorkspaceVerdict missing(String workspaceId, String detail) {
    ChainBreak found = new ChainBreak(1, Kind.CHAIN_MISSING, detail);
    return new WorkspaceVerdict(workspaceId, 0, 0, 0, "", false, found, 0);
  }

  /** A reader's view may be filtered: what it shows intact could be cut. */
  private void mustSeeEverything() throws SQLException {
    String sql =
        "SELECT bool_and(NOT row_security_active(c.oid) OR pg_has_role(c.relowner, 'USAGE'))"
            + " FROM pg_class c WHERE c.oid IN (to_regclass('hivex_foundation.event_log'),"
            + " to_regclass('hivex_foundation.chain_head'), to_regclass('hivex_foundation.tenant'))"
            + " HAVING count(*) = 3";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SeaException("this database holds no chain");
      }
      if (!row.getBoolean(1)) {
        throw new SeaException(
            "this user may not see every row, so nothing can be verified: use the owner's DSN");
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.setReadOnly(false);
    connection.setAutoCommit(true);
  }
}
