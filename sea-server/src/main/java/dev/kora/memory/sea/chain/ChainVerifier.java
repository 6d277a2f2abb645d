package dev.kora.memory.sea.chain;

import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.VerifyReport;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.chain.ChainCheck.Head;
import dev.kora.memory.sea.store.Workspaces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recomputes chains from the rows, streamed by a cursor, all in one snapshot. */
public final class ChainVerifier {
  private static final int FETCH = 500;
  private static final String ROWS =
      "SELECT seq, event_id, event_key, actor_id, actor_kind, event_type, occurred_us,"
          + " CASE WHEN isfinite(occurred_at) THEN (extract(epoch FROM occurred_at) * 1000000)::bigint"
          + " ELSE -9223372036854775808 END AS occurred_at_us, emitted_us,"
          + " payload::text AS payload_text, payload_c14n, payload_sha256, prev_event_hash,"
          + " this_event_hash, hash_version FROM hivex_foundation.event_log WHERE tenant_id = ?"
          + " ORDER BY seq, event_id";

  private final Connection connection;

  /** The connection must be the owner's; it is left in auto-commit mode. */
  public ChainVerifier(Connection connection) {
    this.connection = connection;
  }

  /**
   * Verifies one workspace's chain, or all.
   *
   * @param workspaceId null for all
   * @throws SeaException if it could not be verified, which is not the same as broken
   */
  public VerifyReport verify(@Nullable String workspaceId) {
    try {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      try {
        mustSeeEverything();
        List<WorkspaceVerdict> verdicts = new ArrayList<>();
        for (Tenant tenant : tenants(workspaceId)) {
          verdicts.add(verify(tenant));
        }
        if (workspaceId == null) {
          verdicts.addAll(withoutWorkspace());
        }
        if (verdicts.isEmpty()) {
          throw new SeaException(
              workspaceId == null
                  ? "there is no workspace to verify"
                  : "there is no workspace \"" + workspaceId + "\"");
        }
        boolean intact = verdicts.stream().allMatch(WorkspaceVerdict::intact);
        if (intact && verdicts.stream().allMatch(verdict -> verdict.rows() == 0)) {
          throw new SeaException("there is no event, so nothing to verify yet");
        }
        return new VerifyReport(intact, verdicts);
      } finally {
        connection.rollback();
        connection.setReadOnly(false);
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new SeaException("could not read the chain (" + e.getMessage() + ")", e);
    }
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

  private List<Tenant> tenants(@Nullable String workspaceId) throws SQLException {
    String sql =
        "SELECT t.tenant_id, t.clerk_org_id, h.seq, h.this_event_hash FROM hivex_foundation.tenant t"
            + " LEFT JOIN hivex_foundation.chain_head h USING (tenant_id)"
            + " WHERE t.clerk_org_id = coalesce(?, t.clerk_org_id) ORDER BY t.clerk_org_id";
    List<Tenant> tenants = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, workspaceId);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          byte[] hash = row.getBytes(4);
          tenants.add(
              new Tenant(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  hash == null ? null : new Head(row.getLong(3), hash)));
        }
      }
    }
    return tenants;
  }

  /** Chains whose workspace is gone; by its id nobody would look for them. */
  private List<WorkspaceVerdict> withoutWorkspace() throws SQLException {
    String sql =
        "SELECT tenant_id, sum(events) FROM"
            + " (SELECT tenant_id, count(*) AS events FROM hivex_foundation.event_log GROUP BY 1"
            + " UNION ALL SELECT tenant_id, 0 FROM hivex_foundation.chain_head) chains"
            + " WHERE NOT EXISTS (SELECT FROM hivex_foundation.tenant t"
            + " WHERE t.tenant_id = chains.tenant_id) GROUP BY 1 ORDER BY 1";
    List<WorkspaceVerdict> verdicts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String detail = "there is no workspace to this chain of " + row.getLong(2) + " events";
        verdicts.add(
            new WorkspaceVerdict(
                "tenant " + row.getString(1),
                0,
                0,
                0,
                "",
                false,
                new ChainBreak(1, Kind.CHAIN_MISSING, detail),
                0));
      }
    }
    return verdicts;
  }

  private WorkspaceVerdict verify(Tenant tenant) throws SQLException {
    long began = System.nanoTime();
    Workspaces.enter(connection, tenant.workspaceId());
    ChainCheck check = new ChainCheck(tenant.workspaceId());
    ChainBreak found = duplicateKey(tenant);
    try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
      statement.setFetchSize(FETCH);
      statement.setObject(1, tenant.id());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ChainBreak here = check.next(read(row));
          if (here != null) {
            found = found == null || here.seq() < found.seq() ? here : found;
            break;
          }
        }
      }
    }
    if (found == null) {
      found = check.end(tenant.head());
    }
    double seconds = Math.max(1e-9, (System.nanoTime() - began) / 1e9);
    return new WorkspaceVerdict(
        tenant.workspaceId(),
        check.rows(),
        check.firstSeq(),
        check.lastSeq(),
        check.head(),
        false,
        found,
        check.rows() / seconds);
  }

  /** Possible only once the unique constraint was dropped; the hashes alone would not show it. */
  private @Nullable ChainBreak duplicateKey(Tenant tenant) throws SQLException {
    String sql =
        "SELECT max(seq), event_key FROM hivex_foundation.event_log WHERE tenant_id = ?"
            + " GROUP BY event_key HAVING count(*) > 1 ORDER BY 1 LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, tenant.id());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new ChainBreak(
                row.getLong(1), Kind.DUPLICATE_KEY, "key " + row.getString(2) + " is there before")
            : null;
      }
    }
  }

  private static ChainRow read(ResultSet row) throws SQLException {
    return new ChainRow(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getObject(3, UUID.class),
        row.getObject(4, UUID.class),
        row.getString(5),
        row.getString(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getString(10),
        row.getBytes(11),
        row.getBytes(12),
        row.getBytes(13),
        row.getBytes(14),
        row.getInt(15));
  }

  private record Tenant(UUID id, String workspaceId, @Nullable Head head) {}
}
