package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.SeaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public half of a key for signed notes, written {@code name+id+key}: the id is eight hex
 * digits, the key base64 of the byte 0x01 (Ed25519) and the 32 bytes of the public key.
 *
 * <p>See <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>.
 */
public final class VerifierKey {
  private static final byte ED25519 = 1;
  private static final int KEY_BYTES = 32;

  /** What stands before the 32 bytes in an X.509 SubjectPublicKeyInfo. */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final Pattern NAME = Pattern.compile("[^\\p{IsWhite_Space}\\p{Cntrl}+]+");
  private static final Pattern LINE =
      Pattern.compile("(" + NAME + ")\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]+=*)");

  private final String name;
  private final byte[] key;

  private VerifierKey(String name, byte[] key) {
    this.name = name;
    this.key = key;
  }

  /** Takes the public half of a pair; the name must be one that a note can carry. */
  static VerifierKey of(String name, PublicKey key) {
    if (!NAME.matcher(name).matches()) {
      throw new SeaException("a key's name must not be empty nor hold a space or a plus sign");
    }
    byte[] encoded = key.getEncoded();
    return new VerifierKey(name, Arrays.copyOfRange(encoded, X509.length, encoded.length));
  }

  /**
   * Reads the written form.
   *
   * @throws SeaException if it is none
   */
  public static VerifierKey parse(String line) {
    Matcher parts = LINE.matcher(line.strip());
    if (!parts.matches()) {
      throw new SeaException(
          "this is no verifier key: it looks like name+12345678+base64, as \"checkpoint key\""
              + " prints it");
    }
    byte[] typed;
    try {
      typed = Base64.getDecoder().decode(parts.group(3));
    } catch (IllegalArgumentException e) {
      throw new SeaException("the verifier key's last part is no base64", e);
    }
    if (typed.length != KEY_BYTES + 1 || typed[0] != ED25519) {
      throw new SeaException("the verifier key is not for Ed25519");
    }
    VerifierKey parsed =
        new VerifierKey(parts.group(1), Arrays.copyOfRange(typed, 1, typed.length));
    if (!parsed.idText().equals(parts.group(2))) {
      throw new SeaException("the verifier key was mistyped: its id does not fit its key");
    }
    return parsed;
  }

  /** Who signs with it. */
  public String name() {
    return name;
  }

  /** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key). */
  int id() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(ED25519);
      return ByteBuffer.wrap(digest.digest(key)).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  boolean verifies(byte[] signature, byte[] text) {
    try {
      byte[] encoded = Arrays.copyOf(X509, X509.length + KEY_BYTES);
      System.arraycopy(key, 0, encoded, X509.length, KEY_BYTES);
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(text);
      return verifier.verify(signature);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK since 15 has Ed25519", e);
    } catch (GeneralSecurityException e) {
      // A point that is none, or a signature of another length: either way not a signature.
      return false;
    }
  }

  /** The written form. */
  @Override
  public String toString() {
    byte[] typed = new byte[KEY_BYTES + 1];
    typed[0] = ED25519;
    System.arraycopy(key, 0, typed, 1, KEY_BYTES);
    return name + "+" + idText() + "+" + Base64.getEncoder().encodeToString(typed);
  }

  private String idText() {
    return HexFormat.of().toHexDigits(id());
  }
}
