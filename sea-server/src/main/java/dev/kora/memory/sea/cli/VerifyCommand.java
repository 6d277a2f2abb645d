package dev.kora.memory.sea.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.SeaAudit;
import dev.kora.memory.sea.VerifyReport;
import dev.kora.memory.sea.WorkspaceVerdict;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verifies chains: 0 = intact, 1 = broken, 2 = could not be verified. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description =
        "Recomputes the hash chain from the stored bytes, beside a running server or without one."
            + " Exit status: 0 intact, 1 broken, 2 could not be verified.")
final class VerifyCommand implements Callable<Integer> {
  static final int BROKEN = 1;
  static final int NOT_VERIFIED = 2;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      description = "Only this workspace; all of them by default.")
  private @Nullable String workspace;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @ArgGroup(multiplicity = "1")
  private DatabaseOption database = new DatabaseOption();

  @Override
  public Integer call() {
    Path dataDir = database.dataDir;
    String dsn = database.dsn();
    VerifyReport report =
        dataDir != null
            ? SeaAudit.verify(dataDir, workspace)
            : SeaAudit.verify(dsn == null ? "" : dsn, workspace);
    if (json) {
      System.out.println(toJson(report));
    } else {
      report.workspaces().forEach(verdict -> System.out.println(toText(verdict)));
    }
    return report.intact() ? 0 : BROKEN;
  }

  private static String toText(WorkspaceVerdict verdict) {
    ChainBreak found = verdict.chainBreak();
    String result =
        found == null
            ? (verdict.rows() == 0 ? "nothing to verify yet" : "intact")
                + (verdict.anchored() ? "" : ", UNANCHORED")
            : "BROKEN at event "
                + found.seq()
                + ", "
                + found.kind().label()
                + ": "
                + found.detail();
    return String.format(
        Locale.ROOT,
        "%s: %d events (%d to %d), head %s, %.0f rows/s: %s",
        verdict.workspace(),
        verdict.rows(),
        verdict.firstSeq(),
        verdict.lastSeq(),
        verdict.head(),
        verdict.rowsPerSecond(),
        result);
  }

  private static ObjectNode toJson(VerifyReport report) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("intact", report.intact());
    ArrayNode list = root.putArray("workspaces");
    for (WorkspaceVerdict verdict : report.workspaces()) {
      ObjectNode node = list.addObject();
      node.put("workspace", verdict.workspace());
      node.put("rows", verdict.rows());
      node.put("first_seq", verdict.firstSeq());
      node.put("last_seq", verdict.lastSeq());
      node.put("head", verdict.head());
      node.put("anchored", verdict.anchored());
      ChainBreak found = verdict.chainBreak();
      if (found == null) {
        node.putNull("break");
      } else {
        node.putObject("break")
            .put("seq", found.seq())
            .put("kind", found.kind().label())
            .put("detail", found.detail());
      }
      node.put("rows_per_second", Math.round(verdict.rowsPerSecond()));
    }
    return root;
  }
}
