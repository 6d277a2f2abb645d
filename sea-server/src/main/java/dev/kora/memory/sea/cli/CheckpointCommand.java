package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.SeaDatabase;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.audit.ChainVerifier;
import dev.kora.memory.sea.audit.Checkpoint;
import dev.kora.memory.sea.audit.CheckpointFile;
import dev.kora.memory.sea.audit.SigningKey;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.store.Connections;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs where a chain ends, for {@code verify --checkpoint}. */
@Command(
    name = "checkpoint",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description =
        "Signs where a chain ends. Kept outside the database, a checkpoint shows that the chain was"
            + " cut or written anew since.")
final class CheckpointCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        requireNonNull(spec, "picocli sets it").commandLine(),
        "say what to do: checkpoint key, create or show");
  }

  @Command(
      name = "key",
      mixinStandardHelpOptions = true,
      versionProvider = SeaVersion.class,
      description =
          "Makes a new signing key (Ed25519, PKCS#8 PEM, mode 0600) and prints the verifier key.")
  void key(
      @Option(names = "--out", paramLabel = "F", required = true, description = "Key file to make.")
          Path out,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              defaultValue = "sea.local/chain",
              description =
                  "Who signs, best as a host and path of yours; ${DEFAULT-VALUE} by default.")
          String name) {
    Utf8.out().println(SigningKey.create(name, out).verifier());
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      versionProvider = SeaVersion.class,
      description =
          "Verifies a workspace's chain and signs its last event. A checkpoint that is already in"
              + " --out must still hold, and is then replaced.")
  void create(
      @ArgGroup(multiplicity = "1") DatabaseOption database,
      @Option(
              names = "--workspace",
              paramLabel = "W",
              required = true,
              description = "Whose chain.")
          String workspace,
      @Option(names = "--key", paramLabel = "F", required = true, description = "The signing key.")
          Path keyFile,
      @Option(
              names = "--out",
              paramLabel = "F",
              required = true,
              description = "Where to write it; the verifier key goes to F.pub.")
          Path out) {
    SigningKey key = SigningKey.read(keyFile);
    Checkpoint before = Files.exists(out) ? CheckpointFile.read(out, key.verifier()) : null;
    WorkspaceVerdict verdict = verify(database, workspace, before);
    ChainBreak found = verdict.chainBreak();
    if (found != null) {
      throw new SeaException(
          "nothing was signed, the chain is broken at event "
              + found.seq()
              + " ("
              + found.kind().label()
              + ": "
              + found.detail()
              + ")");
    }
    ChainHead head = new ChainHead(verdict.lastSeq(), HexFormat.of().parseHex(verdict.head()));
    CheckpointFile.write(out, new Checkpoint(key.verifier().name(), workspace, head), key);
    Utf8.out().println(Printable.text(workspace) + " " + head.seq() + " " + verdict.head());
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      versionProvider = SeaVersion.class,
      description = "Checks the signature of a checkpoint and says what was signed.")
  void show(
      @Parameters(paramLabel = "F", description = "The checkpoint.") Path file,
      @Mixin VerifierOption verifier,
      @Option(names = "--json", description = "One JSON object on standard output.") boolean json) {
    Checkpoint checkpoint = CheckpointFile.read(file, verifier.keyFor(file));
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("origin", checkpoint.origin());
      node.put("workspace", checkpoint.workspace());
      node.put("seq", checkpoint.head().seq());
      node.put("hash", checkpoint.hash());
      Utf8.out().println(node);
    } else {
      Utf8.out()
          .println(
              "origin     "
                  + Printable.text(checkpoint.origin())
                  + "\nworkspace  "
                  + Printable.text(checkpoint.workspace())
                  + "\nseq        "
                  + checkpoint.head().seq()
                  + "\nhash       "
                  + checkpoint.hash());
    }
  }

  private static WorkspaceVerdict verify(
      DatabaseOption option, String workspace, @Nullable Checkpoint before) {
    try (SeaDatabase database = option.open();
        Connection connection = database.connectForRows();
        ProgressLine progress = ProgressLine.of("verify", false)) {
      return new ChainVerifier(before, progress).verify(connection, workspace).workspaces().get(0);
    } catch (SQLException e) {
      throw new SeaException("could not verify the chain (" + Connections.firstLine(e) + ")", e);
    }
  }
}
