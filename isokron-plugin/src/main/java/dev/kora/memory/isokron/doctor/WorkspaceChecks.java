package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.substrate.Charter;
import dev.kora.memory.isokron.substrate.CharterException;
import dev.kora.memory.isokron.substrate.CharterReads;
import dev.kora.memory.isokron.substrate.ConstitutionReads;
import dev.kora.memory.isokron.substrate.PolicyReads;
import dev.kora.memory.isokron.substrate.Substrate;
import dev.kora.memory.isokron.substrate.SubstrateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;

/** What a session of the workspace starts from. */
final class WorkspaceChecks {
  static final String GROUP = "workspace";

  private static final String KNOWN = "workspace.known";

  private final Round round;
  private final Duration limit;
  private final Substrate substrate;
  private final String workspace;

  WorkspaceChecks(Round round, IsokronConfig config, Substrate substrate, String workspace) {
    this.round = round;
    this.limit = SubstrateChecks.limit(config);
    this.substrate = substrate;
    this.workspace = workspace;
  }

  void run() {
    round.check(KNOWN, limit, this::known, SubstrateChecks.LOGIN, SubstrateChecks.TABLES);
    round.check("workspace.charter", limit, this::charter, KNOWN);
    round.check("workspace.policies", limit, this::policies, KNOWN);
    round.check("workspace.constitution", limit, this::constitution, KNOWN);
  }

  private Finding known() throws SubstrateException {
    boolean known =
        substrate.read(
            workspace,
            connection -> {
              try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT 1 FROM hivex_foundation.tenant t WHERE t.clerk_org_id = ?")) {
                query.setString(1, workspace);
                try (ResultSet row = query.executeQuery()) {
                  return row.next();
                }
              }
            });
    String name = OneLine.clean(workspace, 200);
    return known
        ? Finding.ok(name)
        : Finding.fail(
            "this login sees nothing of " + name,
            "see the name (sea-server: workspace list), and whether isokron_dsn is a reader of this"
                + " workspace (dsn create --workspace W)");
  }

  private Finding charter() throws SubstrateException {
    try {
      Charter charter = new CharterReads(substrate).active(workspace);
      String detail =
          "version " + OneLine.clean(charter.version(), 40) + ", the text has the hash beside it";
      return charter.notInText().isEmpty()
          ? Finding.ok(detail)
          : Finding.fail(
              "version "
                  + OneLine.clean(charter.version(), 40)
                  + ": what content_jsonb says, which no hash covers and prompts show, is not in"
                  + " content_md: "
                  + String.join(", ", charter.notInText()),
              "somebody changed one and not the other: have Sea's operator put the right charter in"
                  + " force");
    } catch (CharterException e) {
      return Finding.fail(
          OneLine.clean(String.valueOf(e.getMessage()), 400), "no session starts without it");
    }
  }

  private Finding policies() throws SubstrateException {
    int found = new PolicyReads(substrate).all(workspace).values().size();
    return found == PolicyReads.EXPECTED
        ? Finding.ok(found + " of " + PolicyReads.EXPECTED)
        : Finding.warn(
            "row count drift: expected " + PolicyReads.EXPECTED + ", got " + found,
            "one that is missing is <not seeded> in prompts: see which, and have Sea's operator add"
                + " it");
  }

  private Finding constitution() throws SubstrateException {
    return new ConstitutionReads(substrate)
        .active(workspace)
        .map(found -> Finding.ok("revision " + found.number()))
        .orElseGet(() -> Finding.ok("none"));
  }
}
