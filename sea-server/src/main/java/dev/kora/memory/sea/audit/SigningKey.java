package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs notes. Its file is PKCS#8 in PEM, which other tools read too; the line before it
 * says the verifier key, because the name is part of the key.
 */
public final class SigningKey {
  private static final String VERIFIER = "verifier: ";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final PrivateKey key;
  private final VerifierKey verifier;

  private SigningKey(PrivateKey key, VerifierKey verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /**
   * Makes a new key and writes it to a file that only its owner can read.
   *
   * @param name who signs, as in {@code sea.example.org/chain}
   * @throws SeaException if the file is there or cannot be written
   */
  public static SigningKey create(String name, Path file) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      SigningKey key = new SigningKey(pair.getPrivate(), VerifierKey.of(name, pair.getPublic()));
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, key.pem());
      return key;
    } catch (FileAlreadyExistsException e) {
      throw new SeaException(file + " is there already, and a key is never written over", e);
    } catch (NoSuchFileException e) {
      throw new SeaException("cannot write the key to " + file + ": there is no such folder", e);
    } catch (IOException e) {
      throw new SeaException("cannot write the key to " + file + " (" + e + ")", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 15 has Ed25519", e);
    }
  }

  /**
   * Reads a key file.
   *
   * @throws SeaException if it is none, or its two halves do not belong together
   */
  public static SigningKey read(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      int from = text.indexOf(BEGIN);
      int to = text.indexOf(END);
      if (!text.startsWith(VERIFIER) || from < 0 || to < from) {
        throw broken(file, null);
      }
      byte[] pkcs8 = Base64.getMimeDecoder().decode(text.substring(from + BEGIN.length(), to));
      SigningKey key =
          new SigningKey(
              KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
              VerifierKey.parse(text.substring(VERIFIER.length(), text.indexOf('\n'))));
      byte[] probe = {1};
      if (!key.verifier.verifies(key.sign(probe), probe)) {
        throw new SeaException(file + " holds a key and the verifier key of another one");
      }
      return key;
    } catch (NoSuchFileException e) {
      throw new SeaException(
          "there is no key " + file + ": make one with \"checkpoint key --out " + file + "\"", e);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw broken(file, e);
    }
  }

  /** The public half. */
  public VerifierKey verifier() {
    return verifier;
  }

  byte[] sign(byte[] text) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(text);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new SeaException("the key does not sign (" + e.getMessage() + ")", e);
    }
  }

  private String pem() {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return VERIFIER + verifier + "\n" + BEGIN + "\n" + body + "\n" + END + "\n";
  }

  private static SeaException broken(Path file, @Nullable Exception e) {
    return new SeaException(file + " is no key file made by \"checkpoint key\"", e);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "SigningKey[" + verifier.name() + "]";
  }
}
