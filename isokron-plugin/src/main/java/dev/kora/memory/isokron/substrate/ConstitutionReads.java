package dev.kora.memory.isokron.substrate;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import java.util.UUID;

/** Reads of the workspace's constitution. */
public final class ConstitutionReads {
  private static final String ACTIVE =
      """
      SELECT r.revision_id, r.revision_number, encode(r.rules_hash, 'hex')
        FROM kronicle.workspace_constitution_revisions r
       WHERE r.workspace_id = ?
       ORDER BY r.revision_number DESC
       LIMIT 1
      """;

  private final Substrate substrate;

  public ConstitutionReads(Substrate substrate) {
    this.substrate = substrate;
  }

  /** The revision in force, which is the one with the highest number; empty if there is none. */
  public Optional<Constitution> active(String workspace) throws SubstrateException {
    return substrate.read(
        workspace,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ACTIVE)) {
            query.setString(1, workspace);
            try (ResultSet row = query.executeQuery()) {
              if (!row.next()) {
                return Optional.empty();
              }
              String hash = row.getString(3);
              return Optional.of(
                  new Constitution(
                      row.getObject(1, UUID.class), row.getInt(2), hash == null ? "" : hash));
            }
          }
        });
  }
}
