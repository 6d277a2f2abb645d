package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.SeaDatabase;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.VerifyReport;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.audit.ChainVerifier;
import dev.kora.memory.sea.audit.Checkpoint;
import dev.kora.memory.sea.audit.CheckpointFile;
import dev.kora.memory.sea.store.Connections;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  @Option(
      names = "--checkpoint",
      paramLabel = "F",
      description = "A signed checkpoint that the chain must agree with.")
  private @Nullable Path checkpoint;

  @Mixin private VerifierOption verifier = new VerifierOption();

  @ArgGroup(multiplicity = "1")
  private ChainLocation location = new ChainLocation();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (checkpoint == null && verifier.isGiven()) {
      // Silence would let its user believe that a signature was checked.
      throw new ParameterException(
          requireNonNull(spec, "picocli sets it").commandLine(),
          "--verifier says who signed a checkpoint: give that too, with --checkpoint");
    }
    VerifyReport report;
    Checkpoint signed;
    try (ProgressLine progress = ProgressLine.of("verify", json)) {
      signed =
          checkpoint == null ? null : CheckpointFile.read(checkpoint, verifier.keyFor(checkpoint));
      report = verify(new ChainVerifier(signed, progress));
    } catch (OutOfMemoryError e) {
      throw new SeaException("a row is too large for this JVM's memory: give it more by -Xmx", e);
    }
    if (json) {
      Utf8.out().println(toJson(report));
    } else {
      for (WorkspaceVerdict verdict : report.workspaces()) {
        Utf8.out().println(toText(verdict, signed));
      }
    }
    return report.intact() ? 0 : BROKEN;
  }

  private VerifyReport verify(ChainVerifier chains) {
    if (location.file != null) {
      return chains.verify(location.file, workspace);
    }
    DatabaseOption database = requireNonNull(location.database, "picocli demands one of them");
    try (SeaDatabase sea = database.open();
        Connection connection = sea.connectForRows()) {
      return chains.verify(connection, workspace);
    } catch (SQLException e) {
      throw new SeaException("could not verify the chain (" + Connections.firstLine(e) + ")", e);
    }
  }

  private static String toText(WorkspaceVerdict verdict, @Nullable Checkpoint signed) {
    ChainBreak found = verdict.chainBreak();
    // What came after the checkpoint is no surer than a bare chain.
    String anchor =
        signed != null && verdict.anchored()
            ? ", anchored at event " + signed.head().seq()
            : ", UNANCHORED";
    String workspace = Printable.text(verdict.workspace());
    if (found != null) {
      String what = found.kind().label() + ": " + Printable.text(found.detail());
      return workspace + ": BROKEN at event " + found.seq() + ", " + what;
    }
    return String.format(
        Locale.ROOT,
        "%s: %d %s (%d to %d), head %s, %.0f rows/s: %s",
        workspace,
        verdict.rows(),
        verdict.rows() == 1 ? "event" : "events",
        verdict.firstSeq(),
        verdict.lastSeq(),
        verdict.head(),
        verdict.rowsPerSecond(),
        (verdict.rows() == 0 ? "nothing to verify yet" : "intact") + anchor);
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
