package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A signed checkpoint on disk, with the key that verifies it in a file beside it. */
public final class CheckpointFile {
  private static final int MAX_BYTES = 1024 * 1024;

  private CheckpointFile() {}

  /** Signs a checkpoint and writes both files, each whole or not at all. */
  public static void write(Path file, Checkpoint checkpoint, SigningKey key) {
    replace(beside(file), key.verifier() + "\n");
    replace(file, SignedNote.sign(checkpoint.text(), key));
  }

  /**
   * Reads a checkpoint that this key signed.
   *
   * @throws SeaException if there is none, or the signature does not hold
   */
  public static Checkpoint read(Path file, VerifierKey verifier) {
    try {
      Checkpoint checkpoint = Checkpoint.parse(SignedNote.open(bytes(file), verifier));
      if (!checkpoint.origin().equals(verifier.name())) {
        throw new SeaException(
            "its origin is \"" + checkpoint.origin() + "\" and its signer " + verifier.name());
      }
      return checkpoint;
    } catch (SeaException e) {
      throw new SeaException(file + ": " + e.getMessage(), e);
    }
  }

  /** Reads a verifier key. */
  public static VerifierKey verifier(Path file) {
    try {
      return VerifierKey.parse(new String(bytes(file), StandardCharsets.UTF_8));
    } catch (SeaException e) {
      throw new SeaException(file + ": " + e.getMessage(), e);
    }
  }

  /** Where {@link #write} puts the verifier key. */
  public static Path beside(Path file) {
    return Path.of(file + ".pub");
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new SeaException("the file is too large");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SeaException("there is no such file", e);
    } catch (IOException e) {
      throw new SeaException("cannot be read (" + e + ")", e);
    }
  }

  private static void replace(Path file, String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw new SeaException("cannot write " + file + ": there is no such folder", e);
    } catch (IOException e) {
      throw new SeaException("cannot write " + file + " (" + e + ")", e);
    }
  }
}
