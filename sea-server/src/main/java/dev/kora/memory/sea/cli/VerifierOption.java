package dev.kora.memory.sea.cli;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.audit.CheckpointFile;
import dev.kora.memory.sea.audit.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose signature on a checkpoint is believed. */
final class VerifierOption {
  @Option(
      names = "--verifier",
      paramLabel = "KEY",
      description =
          "Who must have signed the checkpoint: the line that \"checkpoint key\" printed, or a file"
              + " with it. Without it the key in the file beside the checkpoint (F.pub) is believed,"
              + " and standard error says so.")
  private @Nullable String verifier;

  boolean isGiven() {
    return verifier != null;
  }

  /** The key for a note; a note alone proves nothing, since anyone can sign one. */
  VerifierKey keyFor(Path note) {
    if (verifier != null) {
      return verifier.contains("+") && !Files.exists(Path.of(verifier))
          ? VerifierKey.parse(verifier)
          : CheckpointFile.verifier(Path.of(verifier));
    }
    if (!Files.exists(note)) {
      throw new SeaException("there is no checkpoint " + note);
    }
    Path beside = CheckpointFile.beside(note);
    if (!Files.exists(beside)) {
      throw new SeaException(
          "whose checkpoint is it? Give the signer's key with --verifier; there is no " + beside);
    }
    VerifierKey key = CheckpointFile.verifier(beside);
    System.err.println(
        "sea-server: the key beside the checkpoint was believed; to be sure give --verifier "
            + Printable.text(key.toString()));
    return key;
  }
}
